using System.Globalization;
using System.Text;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Text as a double-quoted YAML scalar.</summary>
internal static class YamlQuote
{
    /// <summary>Quotes and back-slashes are escaped, line ends too; other control characters are written by number.</summary>
    public static string Of(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter == '\n') quoted.Append("\\n");
            else if (letter == '\r') continue;
            else if (char.IsControl(letter)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else quoted.Append(letter);
        }
        return quoted.Append('"').ToString();
    }
}
