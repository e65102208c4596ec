using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>How SUMO writes names, numbers and places.</summary>
internal static class SumoText
{
    /// <summary>An attribute; null if it is missing.</summary>
    public static string? Text(this XElement element, string name) => element.Attribute(name)?.Value;

    /// <summary>Children with a local name.</summary>
    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>A finite number; null if it is missing or none.</summary>
    public static double? Number(this XElement element, string name) => element.Text(name) is { } text && TryNumber(text, out var value) ? value : null;

    /// <summary>A whole number from 0 on; null if it is missing or none.</summary>
    public static int? Index(this XElement element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Words with spaces between them.</summary>
    public static string[] Words(this XElement element, string name) => element.Text(name)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A finite number.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary><c>x,y</c> or <c>x,y,z</c>.</summary>
    public static bool TryPoint(ReadOnlySpan<char> text, out MapPoint point)
    {
        point = default;
        Span<double> values = stackalloc double[3];
        values.Clear();
        var count = 0;
        foreach (var range in text.Split(','))
            if (count == 3 || !TryNumber(text[range], out values[count++])) return false;
        point = new(values[0], values[1], values[2]);
        return count >= 2;
    }
}
