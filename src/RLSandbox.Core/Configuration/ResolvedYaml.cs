using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RLSandbox.Core.Configuration;

/// <summary>Writes what a reader resolved, defaults included, as a file that reads back to the same values.</summary>
public static class ResolvedYaml
{
    private const int CommentColumn = 44;

    /// <summary>YAML with the keys in the order of their declaration.</summary>
    /// <param name="comments">Whether each key is followed by its doc, its range and its allowed names.</param>
    public static string Write(SectionReader root, bool comments)
    {
        var text = new StringBuilder();
        foreach (var field in root.Fields.Where(field => field.IsShown))
        {
            if (field.Section is not null && text.Length > 0) text.Append('\n');
            Write(text, field, 0, comments);
        }
        return text.ToString();
    }

    /// <summary>A single value in one line, as it stands behind its key.</summary>
    public static string Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        float number => ScalarText.Write(number),
        double number => ScalarText.Write(number),
        IFormattable number and (int or long) => number.ToString(null, CultureInfo.InvariantCulture),
        string text => Quote(text),
        IReadOnlyList<float> numbers => $"[{string.Join(", ", numbers.Select(number => ScalarText.Write(number)))}]",
        IReadOnlyList<string> texts => $"[{string.Join(", ", texts.Select(Quote))}]",
        NumberRange range => range.ToString(),
        _ => throw new ArgumentException($"No YAML is known for {value.GetType().Name}.", nameof(value)),
    };

    private static void Write(StringBuilder text, ConfigField field, int indent, bool comments)
    {
        var start = text.Length;
        text.Append(' ', indent).Append(field.Key).Append(':');
        var inner = field.Section?.Fields.Where(inside => inside.IsShown).ToList();
        if (inner is { Count: 0 }) text.Append(" {}");
        else if (field.Value is ConfigNode node && node.Kind != ConfigNodeKind.Map) text.Append(' ').Append(Flow(node));
        else if (inner is null && field.Value is not ConfigNode) text.Append(' ').Append(Scalar(field.Value));

        if (comments) text.Append(' ', Math.Max(1, start + CommentColumn - text.Length)).Append("# ").Append(Comment(field));
        text.Append('\n');

        foreach (var inside in inner ?? []) Write(text, inside, indent + 2, comments);
        if (field.Value is ConfigNode { Kind: ConfigNodeKind.Map } map) WriteEntries(text, map, indent + 2);
    }

    private static string Comment(ConfigField field)
    {
        var isNumber = field.Kind is not (ConfigFieldKind.Section or ConfigFieldKind.Free);
        var isBounded = isNumber && (!double.IsInfinity(field.Minimum) || !double.IsInfinity(field.Maximum));
        var bounds = isBounded ? $" {Bounds(field.Minimum, field.Maximum)}." : "";
        var names = field.Allowed.Count > 0 ? $" One of {string.Join(", ", field.Allowed)}." : "";
        return field.Doc.ReplaceLineEndings(" ") + bounds + names;
    }

    private static void WriteEntries(StringBuilder text, ConfigNode map, int indent)
    {
        foreach (var entry in map.Entries)
        {
            text.Append(' ', indent).Append(Quote(entry.Key)).Append(':');
            var isBlock = entry.Value.Kind == ConfigNodeKind.Map && entry.Value.Entries.Count > 0;
            text.Append(isBlock ? "\n" : $" {Flow(entry.Value)}\n");
            if (isBlock) WriteEntries(text, entry.Value, indent + 2);
        }
    }

    private static string Flow(ConfigNode node) => node.Kind switch
    {
        ConfigNodeKind.List => $"[{string.Join(", ", node.Items.Select(Flow))}]",
        ConfigNodeKind.Map when node.Entries.Count == 0 => "{}",
        ConfigNodeKind.Map => $"{{ {string.Join(", ", node.Entries.Select(entry => $"{Quote(entry.Key)}: {Flow(entry.Value)}"))} }}",
        _ when node.IsNothing => "null",
        _ when !node.IsQuoted && ScalarText.LooksTyped(node.Text) => node.Text,
        _ => Quote(node.Text),
    };

    /// <summary>Text in quotes, unless every YAML reader takes it as text without.</summary>
    private static string Quote(string text)
    {
        var isPlain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');
        var isWord = text.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n";
        return isPlain && !isWord ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    private static string Bounds(double minimum, double maximum)
    {
        if (double.IsInfinity(maximum)) return $"At least {ScalarText.Write(minimum)}";
        return double.IsInfinity(minimum) ? $"At most {ScalarText.Write(maximum)}" : $"From {ScalarText.Write(minimum)} to {ScalarText.Write(maximum)}";
    }
}
