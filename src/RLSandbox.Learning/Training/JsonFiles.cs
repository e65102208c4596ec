using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>How the small JSON files of a run are written and read: camel case, indented, nothing believed about a file that somebody else may have written.</summary>
internal static class JsonFiles
{
    private const string IsWhole = "A trimmed build keeps this assembly whole and reflection for JSON switched on (RLSandbox.Cli.csproj); generated code would lose the defaults of members that an old file lacks.";

    private static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of a document.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = IsWhole)]
    internal static string Serialize<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>What the file says; null when it cannot be read, is larger than <paramref name="mostBytes"/> or no such document.</summary>
    /// <param name="problem">Then why, as the end of a sentence that begins with the file's name.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = IsWhole)]
    internal static T? TryRead<T>(string path, int mostBytes, out string problem) where T : class
    {
        problem = "";
        try
        {
            var length = new FileInfo(path).Length;
            if (length > mostBytes) problem = $"has {length} bytes, expected at most {mostBytes}";
            else if (JsonSerializer.Deserialize<T>(RegularFile.ReadAllBytes(path), Options) is { } value) return value;
            else problem = "says null";
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            problem = $"is not readable JSON of this kind ({error.Message.ReplaceLineEndings(" ")})";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
            problem = $"cannot be read ({error.Message})";
        }
        return null;
    }
}
