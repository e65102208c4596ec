using System.Globalization;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Numbers and quantities as tags write them.</summary>
internal static class OsmNumber
{
    private const double MilesPerHour = 0.44704, KilometresPerHour = 1 / 3.6, Knots = 1852.0 / 3600;

    /// <summary>A finite number.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary><c>50</c> and <c>50 km/h</c>, <c>30 mph</c>, <c>8.3 m/s</c>, <c>none</c>: m/s, +∞ for none.</summary>
    public static bool TrySpeed(string text, out double metresPerSecond)
    {
        text = text.Trim();
        metresPerSecond = double.PositiveInfinity;
        if (text is "none" or "unlimited") return true;
        var (number, unit) = Split(text);
        double? factor = unit switch
        {
            "" or "km/h" or "kmh" or "kph" => KilometresPerHour,
            "mph" => MilesPerHour,
            "m/s" or "mps" => 1,
            "knots" => Knots,
            _ => null,
        };
        if (factor is null || !TryRead(number, out var value) || value < 0) return false;
        metresPerSecond = value * factor.Value;
        return true;
    }

    /// <summary><c>3.5</c>, <c>3.5 m</c>, <c>12 ft</c> and <c>12'6"</c>: m.</summary>
    public static bool TryLength(string text, out double metres)
    {
        const double Foot = 0.3048, Inch = 0.0254;
        text = text.Trim();
        var feet = text.IndexOf('\'', StringComparison.Ordinal);
        if (feet > 0)
        {
            var inches = 0.0;
            var rest = text[(feet + 1)..].TrimEnd('"').Trim();
            var isRead = TryRead(text.AsSpan(0, feet), out metres) && (rest.Length == 0 || TryRead(rest, out inches));
            metres = metres * Foot + inches * Inch;
            return isRead && metres > 0;
        }
        var (number, unit) = Split(text);
        double? factor = unit switch { "" or "m" => 1, "ft" => Foot, "km" => 1000, "cm" => 0.01, _ => null };
        var isNumber = TryRead(number, out metres) && factor is not null;
        metres *= factor ?? 0;
        return isNumber && metres > 0;
    }

    private static (string Number, string Unit) Split(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return (text[..end].Trim(), text[end..].Trim());
    }
}
