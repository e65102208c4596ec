using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RLSandbox.Core.Configuration;

/// <summary>Writes what a reader declared as JSON Schema (draft 2020-12), which editors use to complete and check a file while it is typed.</summary>
public static class JsonSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema of a whole file.</summary>
    public static string Write(SectionReader root, string title)
    {
        var schema = Begin(title);
        AddKeys(schema, root);
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>The schema of files of two kinds: those that have <paramref name="key"/> and the others.</summary>
    public static string Write(string key, SectionReader with, SectionReader without, string title)
    {
        var schema = Begin(title);
        schema["if"] = new JsonObject { ["required"] = new JsonArray(key) };
        AddKeys((JsonObject)(schema["then"] = new JsonObject()), with);
        AddKeys((JsonObject)(schema["else"] = new JsonObject()), without);
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Begin(string title) => new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };

    private static void AddKeys(JsonObject schema, SectionReader section)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        var required = new JsonArray([.. section.Fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Key))]);
        if (required.Count > 0) schema["required"] = required;
        var properties = new JsonObject();
        foreach (var field in section.Fields) properties[field.Key] = Of(field);
        schema["properties"] = properties;
    }

    private static JsonObject Of(ConfigField field)
    {
        var schema = new JsonObject { ["description"] = field.Doc };
        switch (field.Kind)
        {
            case ConfigFieldKind.Section when field.Template is { } template:
                schema["type"] = "object";
                AddKeys((JsonObject)(schema["additionalProperties"] = new JsonObject()), template);
                break;
            case ConfigFieldKind.Section:
                AddKeys(schema, field.Section!);
                break;
            case ConfigFieldKind.Free:
                break;
            case ConfigFieldKind.Flag:
                schema["type"] = "boolean";
                break;
            case ConfigFieldKind.Text:
            case ConfigFieldKind.Choice:
                AddText(schema, field);
                break;
            case ConfigFieldKind.Texts:
                schema["type"] = "array";
                schema["items"] = AddText([], field);
                break;
            case ConfigFieldKind.Numbers:
                schema["type"] = "array";
                schema["items"] = Number(field);
                break;
            case ConfigFieldKind.Range:
                schema["oneOf"] = new JsonArray(Number(field), Numbers(field, 2, 2), OneKey("choice", Numbers(field, 1, null)));
                break;
            case ConfigFieldKind.Weight:
                schema["oneOf"] = new JsonArray(Number(field), OneKey("weight", Number(field)));
                break;
            default:
                AddNumber(schema, field);
                break;
        }
        if (field.Default is not null) schema["default"] = Value(field.Default);
        return schema;
    }

    private static JsonObject AddText(JsonObject schema, ConfigField field)
    {
        schema["type"] = "string";
        if (field.Allowed.Count > 0) schema["enum"] = Value(field.Allowed);
        return schema;
    }

    private static JsonObject Number(ConfigField field) => AddNumber([], field);

    private static JsonObject AddNumber(JsonObject schema, ConfigField field)
    {
        schema["type"] = field.Kind == ConfigFieldKind.Integer ? "integer" : "number";
        if (!double.IsInfinity(field.Minimum)) schema["minimum"] = Value(field.Minimum);
        if (!double.IsInfinity(field.Maximum)) schema["maximum"] = Value(field.Maximum);
        return schema;
    }

    private static JsonObject Numbers(ConfigField field, int fewest, int? most)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Number(field), ["minItems"] = fewest };
        if (most is not null) schema["maxItems"] = most;
        return schema;
    }

    private static JsonObject OneKey(string key, JsonObject value) => new()
    {
        ["type"] = "object", ["additionalProperties"] = false, ["required"] = new JsonArray(key), ["properties"] = new JsonObject { [key] = value },
    };

    private static JsonNode? Value(object value) => value switch
    {
        float or double => JsonNode.Parse(ResolvedYaml.Scalar(value)),                // the short form: 0.05, not 0.05000000074505806
        NumberRange { Choices.Count: > 0 } range => new JsonObject { ["choice"] = Value(range.Choices) },
        NumberRange { IsFixed: true } range => Value(range.Low),
        NumberRange range => new JsonArray(Value(range.Low), Value(range.High)),
        IReadOnlyList<float> numbers => new JsonArray([.. numbers.Select(number => Value(number))]),
        IReadOnlyList<string> texts => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        _ => throw new ArgumentException($"No JSON is known for {value.GetType().Name}.", nameof(value)),
    };
}
