using System.Text;

namespace RLSandbox.Core.Configuration;

/// <summary>Writes what a reader declared as Markdown: a heading and a table of keys for each section.</summary>
public static class MarkdownReference
{
    /// <summary>Every section in the order of declaration, the outermost keys first.</summary>
    /// <param name="title">Heading of the outermost keys.</param>
    /// <param name="except">A section that is described elsewhere.</param>
    public static string Write(SectionReader root, string title = "Keys of the file itself", string except = "")
    {
        var text = new StringBuilder();
        Write(text, root, title, "", except);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder text, SectionReader section, string title, string doc, string except)
    {
        text.Append("### ").Append(title).Append("\n\n");
        if (doc.Length > 0) text.Append(doc).Append("\n\n");
        var keys = section.Fields.Where(field => field.Section is null).ToList();
        if (keys.Count > 0)
        {
            text.Append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
            foreach (var key in keys) text.Append($"| `{key.Key}` | {Default(key)} | {Allowed(key)} | {Cell(key.Doc)} |\n");
            text.Append('\n');
        }
        foreach (var field in section.Fields)
            if ((field.Template ?? field.Section) is { } inner && inner.Path != except)
                Write(text, inner, $"`{inner.Path}`", field.Doc, except);
    }

    private static string Default(ConfigField field)
    {
        if (field.IsRequired) return "must be given";
        return field.Default is null || field.Default is "" ? "" : $"`{ResolvedYaml.Scalar(field.Default)}`";
    }

    private static string Allowed(ConfigField field) => field.Kind switch
    {
        ConfigFieldKind.Choice => string.Join(", ", field.Allowed.Select(name => $"`{name}`")),
        ConfigFieldKind.Texts when field.Allowed.Count > 0 => "list of " + string.Join(", ", field.Allowed.Select(name => $"`{name}`")),
        ConfigFieldKind.Texts => "list of texts",
        ConfigFieldKind.Flag => "`true`, `false`",
        ConfigFieldKind.Text => "text",
        ConfigFieldKind.Free => "section",
        ConfigFieldKind.Integer => ScalarText.Expected("whole number", field.Minimum, field.Maximum, ""),
        ConfigFieldKind.Range => ScalarText.Expected("number or range", field.Minimum, field.Maximum, ""),
        ConfigFieldKind.Numbers => ScalarText.Expected("list of numbers", field.Minimum, field.Maximum, ""),
        _ => ScalarText.Expected("number", field.Minimum, field.Maximum, ""),
    };

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|");
}
