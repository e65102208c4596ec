using System.Text.Json;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Import;

/// <summary>What to say about JSON that is none.</summary>
internal static class JsonMistake
{
    /// <summary>The error with its place and what to do.</summary>
    public static ConfigException In(ImportFile file, JsonException error)
    {
        var place = new ConfigPosition(file.Path, (int)Math.Min(int.MaxValue - 1, error.LineNumber ?? 0) + 1, (int)Math.Min(int.MaxValue - 1, error.BytePositionInLine ?? 0) + 1);
        var message = error.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
        var hint = message.Contains("'N'", StringComparison.Ordinal) || message.Contains("'I'", StringComparison.Ordinal)
            ? "NaN and Infinity are no JSON; write null"
            : "is the download complete? Look at this line and the one above it";
        return new(place, $"this is not valid JSON: {message}", hint);
    }

    /// <summary>The bytes behind a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
}
