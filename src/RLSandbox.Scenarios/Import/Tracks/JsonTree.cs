using System.Text.Json;
using RLSandbox.Core;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Reads small JSON files as a whole.</summary>
internal static class JsonTree
{
    private const int MostBytes = 16 << 20;                                // .NET needs up to 12 bytes for each

    /// <summary>The document; the caller disposes it.</summary>
    /// <exception cref="UserErrorException">It is too large, or no JSON.</exception>
    public static JsonDocument Parse(ImportFile file)
    {
        if (file.Bytes.Length > MostBytes) throw new UserErrorException($"{file.Path}: expected a circuit of at most {MostBytes >> 20} MB, found {file.Bytes.Length >> 20} MB; cut out the one that you need.");
        try
        {
            var bytes = file.Bytes is [0xEF, 0xBB, 0xBF, ..] ? file.Bytes.AsMemory(3) : file.Bytes;
            return JsonDocument.Parse(bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException error)
        {
            throw JsonMistake.In(file, error);
        }
    }

    /// <summary>Whether the outermost object has a key with such a value, as far as the file is JSON.</summary>
    public static bool HasKey(ImportFile file, string key, Func<JsonTokenType, string, bool> isWanted)
    {
        if (!file.Head.StartsWith('{')) return false;
        try
        {
            var json = new Utf8JsonReader(JsonMistake.WithoutMark(file.Bytes), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = json.ValueTextEquals(key);
                json.Read();
                if (isKey) return isWanted(json.TokenType, json.TokenType == JsonTokenType.String ? System.Text.Encoding.UTF8.GetString(json.ValueSpan) : "");
                json.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }

    /// <summary>Text of a property; empty if there is none.</summary>
    public static string Text(JsonElement parent, string key)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.String) return "";
        try
        {
            return Printable.Of(value.GetString()!, 200);
        }
        catch (InvalidOperationException)                                  // half a character
        {
            return "";
        }
    }

    /// <summary>A number; NaN for anything else.</summary>
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;
}
