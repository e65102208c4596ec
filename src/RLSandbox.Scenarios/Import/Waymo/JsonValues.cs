using System.Globalization;
using System.Text.Json;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Single values where a reader stands. A value of another type than expected is skipped and counts as missing.</summary>
internal static class JsonValues
{
    private const int LongestText = 200;

    /// <summary>An object with x, y and perhaps z; NaN for what is missing of x and y.</summary>
    public static MapPoint Point(ref Utf8JsonReader json)
    {
        double x = double.NaN, y = double.NaN, z = 0;
        if (json.TokenType != JsonTokenType.StartObject) json.Skip();
        else
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var axis = json.ValueTextEquals("x") ? 'x' : json.ValueTextEquals("y") ? 'y' : json.ValueTextEquals("z") ? 'z' : ' ';
                json.Read();
                var value = Number(ref json);
                if (axis == 'x') x = value;
                else if (axis == 'y') y = value;
                else if (axis == 'z') z = WaymoObject.IsMeasured(value) ? value : 0;
            }
        return new(x, y, z);
    }

    /// <summary>A number; NaN for anything else.</summary>
    public static double Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out var value) ? value : double.NaN;
        json.Skip();
        return double.NaN;
    }

    /// <summary>A whole number, perhaps in quotes.</summary>
    public static int Whole(ref Utf8JsonReader json, int otherwise)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetInt32(out var value) ? value : otherwise;
        var text = Text(ref json);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    /// <summary>Flags are true and false, or 1 and 0.</summary>
    public static bool Flag(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out var value) && value != 0;
        var isTrue = json.TokenType == JsonTokenType.True;
        json.Skip();
        return isTrue;
    }

    /// <summary>A text, or a number as the file writes it: ids are either.</summary>
    public static string Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String) return Printable.Of(json.GetString()!, LongestText);
        if (json.TokenType == JsonTokenType.Number) return Printable.Of(System.Text.Encoding.ASCII.GetString(json.ValueSpan), LongestText);
        json.Skip();
        return "";
    }
}
