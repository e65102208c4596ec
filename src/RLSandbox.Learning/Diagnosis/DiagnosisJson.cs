using System.Text;
using System.Text.Json;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>Writes a <see cref="TrainingDiagnosis"/> as JSON.</summary>
public static class DiagnosisJson
{
    private const int FormatVersion = 1;

    /// <summary>A document of its own, with a line feed at its end.</summary>
    /// <param name="run">Path of the run.</param>
    public static string Write(string run, TrainingDiagnosis diagnosis)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("run", run);
            json.WriteNumber("iterations", diagnosis.Iterations);
            WriteFindings(json, diagnosis);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Findings and notes as two properties of an object that is open.</summary>
    public static void WriteFindings(Utf8JsonWriter json, TrainingDiagnosis diagnosis)
    {
        json.WriteStartArray("findings");
        foreach (var finding in diagnosis.Findings)
        {
            json.WriteStartObject();
            json.WriteString("name", finding.Name);
            json.WriteString("seen", finding.Seen);
            json.WriteString("means", finding.Means);
            WriteTexts(json, "try", finding.Try);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "notes", diagnosis.Notes);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
