using System.Globalization;

namespace RLSandbox.Cli;

/// <summary>A number of things, in words.</summary>
internal static class Counted
{
    /// <summary><c>1 map</c>, <c>2 maps</c>.</summary>
    /// <param name="noun">Singular; the plural takes an s.</param>
    public static string Of(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
