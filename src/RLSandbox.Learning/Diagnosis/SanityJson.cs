using System.Text;
using System.Text.Json;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>Writes the results of a <see cref="SanityCheck"/> as JSON.</summary>
public static class SanityJson
{
    private const int FormatVersion = 1;

    /// <summary>A document with a line feed at its end.</summary>
    public static string Write(string scenario, string algorithm, IReadOnlyList<SanityResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("scenario", scenario);
            json.WriteString("algorithm", algorithm);
            json.WriteBoolean("passed", results.All(result => result.Passed));
            json.WriteStartArray("checks");
            foreach (var result in results) Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, SanityResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        json.WriteBoolean("passed", result.Passed);
        json.WriteString("seen", result.Seen);
        json.WriteString("expected", result.Expected);
        if (!result.Passed) json.WriteString("try", result.Try);
        json.WriteEndObject();
    }
}
