using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>The few ways in which a CommonRoad file writes numbers, places and references. Names count without their namespace.</summary>
internal static class CommonRoadXml
{
    /// <summary>Beyond the farthest coordinates of any projection, m: such a place is a mistake.</summary>
    public const double Farthest = 1e8;

    /// <summary>Beyond any mountain, m.</summary>
    private const double Highest = 10_000;

    /// <summary>Children of a name, in order.</summary>
    public static IEnumerable<XElement> All(this XElement? element, string name)
    {
        foreach (var child in element?.Elements() ?? [])
            if (child.Name.LocalName == name) yield return child;
    }

    /// <summary>First child of a name; null for none, or without a parent.</summary>
    public static XElement? One(this XElement? element, string name)
    {
        foreach (var child in element.All(name)) return child;
        return null;
    }

    /// <summary>What stands in an element without elements, trimmed; empty for none.</summary>
    public static string Word(this XElement? element) => element is { HasElements: false } ? element.Value.Trim() : "";

    /// <summary>An attribute, trimmed; empty for none.</summary>
    public static string Word(this XElement? element, string attribute) => element?.Attribute(attribute)?.Value.Trim() ?? "";

    /// <summary>Attributes <c>ref</c> of children of a name, without repeats.</summary>
    public static string[] References(this XElement? element, string name) => [.. element.All(name).Select(child => child.Word("ref")).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>A finite number; null for anything else.</summary>
    public static double? Number(this XElement? element) => Number(element.Word());

    /// <inheritdoc cref="Number(XElement?)"/>
    public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A value that is exact or an interval: both ends; null if it is neither or its ends are swapped.</summary>
    public static (double Low, double High)? Interval(this XElement? element)
    {
        if (element.One("exact").Number() is { } exact) return (exact, exact);
        return element.One("intervalStart").Number() is { } low && element.One("intervalEnd").Number() is { } high && low <= high ? (low, high) : null;
    }

    /// <summary>An exact value, or the middle of an interval.</summary>
    public static double? Middle(this XElement? element) => element.Interval() is { } both ? both.Low + (both.High - both.Low) / 2 : null;

    /// <summary>A place from children x, y and, if there is one, z.</summary>
    public static MapPoint? Place(this XElement? element)
    {
        if (element.One("x").Number() is not { } x || element.One("y").Number() is not { } y) return null;
        var z = element.One("z").Number() ?? 0;
        return Math.Abs(x) <= Farthest && Math.Abs(y) <= Farthest && Math.Abs(z) <= Highest ? new(x, y, z) : null;
    }
}
