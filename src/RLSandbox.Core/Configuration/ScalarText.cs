using System.Globalization;

namespace RLSandbox.Core.Configuration;

/// <summary>What a piece of text means in YAML's core schema, and what to tell somebody who wrote something else.</summary>
internal static class ScalarText
{
    /// <summary>Whether unquoted text reads as a number or a flag rather than as a name.</summary>
    public static bool LooksTyped(string text) => TryFlag(text, out _) || TryNumber(text, out _);

    /// <summary>Decimal number, with an exponent if need be; ∞ and NaN are none.</summary>
    public static bool TryNumber(string text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>Whole number without point or exponent.</summary>
    public static bool TryInteger(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>true or false, as YAML 1.2 spells them.</summary>
    public static bool TryFlag(string text, out bool value)
    {
        value = text is "true" or "True" or "TRUE";
        return value || text is "false" or "False" or "FALSE";
    }

    /// <summary>Whether it is the number 1 with a decimal comma, a unit or the like: the hint for a value that should be a number.</summary>
    public static string NumberHint(ConfigNode node)
    {
        if (node.Kind != ConfigNodeKind.Scalar || node.IsNothing) return "write one number";
        if (node.IsQuoted && TryNumber(node.Text, out _)) return "remove the quotes";
        if (TryNumber(node.Text.Replace(',', '.'), out _)) return $"write a decimal point: {node.Text.Replace(',', '.')}";
        var digits = node.Text.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+').Count();
        if (digits > 0 && TryNumber(node.Text[..digits], out _)) return $"write the number alone, in the unit that the key names: {node.Text[..digits]}";
        return "write one number";
    }

    /// <summary>The hint for a value that should be a whole number.</summary>
    public static string IntegerHint(ConfigNode node)
    {
        if (node.Kind != ConfigNodeKind.Scalar || node.IsQuoted || !TryNumber(node.Text, out var value)) return NumberHint(node);
        return Math.Abs(value) < 1e15 ? string.Create(CultureInfo.InvariantCulture, $"write {Math.Round(value):0}") : "write a smaller number";
    }

    /// <summary>"a number from 0 to 1 m", with the unit that the end of the key names.</summary>
    public static string Expected(string noun, double minimum, double maximum, string key)
    {
        var unit = UnitOf(key);
        var low = double.IsNegativeInfinity(minimum) ? null : Write(minimum);
        var high = double.IsPositiveInfinity(maximum) ? null : Write(maximum);
        return (low, high) switch
        {
            (null, null) => unit.Length == 0 ? noun : $"{noun} in{unit}",
            (_, null) => $"{noun} of at least {low}{unit}",
            (null, _) => $"{noun} of at most {high}{unit}",
            _ => $"{noun} from {low} to {high}{unit}",
        };
    }

    /// <summary>Shortest decimal that reads back as the same number; a float that was widened reads as the float.</summary>
    public static string Write(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return value.ToString("0", CultureInfo.InvariantCulture);
        return (float)value == value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string UnitOf(string key)
    {
        ReadOnlySpan<(string Ending, string Unit)> units =
        [
            ("Metres", " m"), ("Seconds", " s"), ("Mps3", " m/s³"), ("Mps2", " m/s²"), ("Mps", " m/s"), ("Radps", " rad/s"),
            ("Radians", " rad"), ("Degrees", " degrees"), ("Kilograms", " kg"), ("Megabytes", " MB"), ("Hertz", " Hz"), ("Pixels", " pixels"),
        ];
        foreach (var (ending, unit) in units)
            if (key.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return unit;
        return "";
    }
}
