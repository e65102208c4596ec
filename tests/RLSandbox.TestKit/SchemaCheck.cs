using System.Globalization;
using System.Text.Json.Nodes;
using RLSandbox.Core.Configuration;

namespace RLSandbox.TestKit;

/// <summary>The part of JSON Schema that the program writes, checked the plain way: types, keys, bounds, names, forms.</summary>
public static class SchemaCheck
{
    /// <summary>What the schema has against a node: a place and a reason each.</summary>
    public static List<string> Mistakes(ConfigNode node, JsonObject schema, string path)
    {
        if (schema["if"] is { } condition)
        {
            var holds = condition["required"]!.AsArray().All(key => node.Find(key!.GetValue<string>()) is not null);
            return Mistakes(node, schema[holds ? "then" : "else"]!.AsObject(), path);
        }
        if (schema["oneOf"] is JsonArray forms)
        {
            var fitting = forms.Count(form => Mistakes(node, form!.AsObject(), path).Count == 0);
            return fitting == 1 ? [] : [$"{path}: fits {fitting} forms"];
        }
        return schema["type"]?.GetValue<string>() switch
        {
            "object" => Object(node, schema, path),
            "array" => Array(node, schema, path),
            "number" or "integer" => Number(node, schema, path),
            "boolean" => node.Text is "true" or "false" ? [] : [$"{path}: not a flag"],
            "string" => Text(node, schema, path),
            _ => [],
        };
    }

    private static List<string> Object(ConfigNode node, JsonObject schema, string path)
    {
        if (node.Kind != ConfigNodeKind.Map) return [$"{path}: not a section"];
        var mistakes = new List<string>();
        foreach (var entry in node.Entries)
        {
            var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (schema["properties"]?[entry.Key] is JsonObject known) mistakes.AddRange(Mistakes(entry.Value, known, inner));
            else if (schema["additionalProperties"] is JsonObject any) mistakes.AddRange(Mistakes(entry.Value, any, inner));
            else if (schema["additionalProperties"]?.GetValue<bool>() == false) mistakes.Add($"{inner}: not allowed");
        }
        foreach (var key in schema["required"] as JsonArray ?? [])
            if (node.Find(key!.GetValue<string>()) is null)
                mistakes.Add($"{path}: lacks {key}");
        return mistakes;
    }

    private static List<string> Array(ConfigNode node, JsonObject schema, string path)
    {
        if (node.Kind != ConfigNodeKind.List) return [$"{path}: not a list"];
        if (node.Items.Count < (schema["minItems"]?.GetValue<int>() ?? 0)) return [$"{path}: too short"];
        if (node.Items.Count > (schema["maxItems"]?.GetValue<int>() ?? int.MaxValue)) return [$"{path}: too long"];
        return [.. node.Items.SelectMany(item => Mistakes(item, schema["items"]!.AsObject(), path))];
    }

    private static List<string> Number(ConfigNode node, JsonObject schema, string path)
    {
        if (node.IsQuoted || !double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return [$"{path}: not a number"];
        if (schema["type"]!.GetValue<string>() == "integer" && value != Math.Floor(value)) return [$"{path}: not whole"];
        if (schema["minimum"] is { } minimum && value < minimum.GetValue<double>()) return [$"{path}: below {minimum}"];
        if (schema["maximum"] is { } maximum && value > maximum.GetValue<double>()) return [$"{path}: above {maximum}"];
        return [];
    }

    private static List<string> Text(ConfigNode node, JsonObject schema, string path)
    {
        if (node.Kind != ConfigNodeKind.Scalar) return [$"{path}: not text"];
        return schema["enum"] is JsonArray names && !names.Any(name => name!.GetValue<string>() == node.Text) ? [$"{path}: not one of the names"] : [];
    }
}
