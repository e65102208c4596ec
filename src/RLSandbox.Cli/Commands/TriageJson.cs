using RLSandbox.Rendering.Triage;

namespace RLSandbox.Cli.Commands;

/// <summary>What a triage found, as the JSON document that other programs read.</summary>
internal static class TriageJson
{
    private const int FormatVersion = 1;

    /// <summary>The document as text with a line feed at its end.</summary>
    public static string Write(TriageReport report, string page) => JsonText.Of(json =>
    {
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteString("scenario", report.Scenario);
        json.WriteString("policy", report.Policy);
        json.WriteString("suite", report.Suite);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("episodes", report.Episodes.Count);
        json.WriteString("page", page);
        json.WriteStartArray("causes");
        foreach (var (cause, failures) in report.Causes)
        {
            json.WriteStartObject();
            json.WriteString("cause", cause.ToString());
            json.WriteString("outcome", cause.Outcome);
            json.WriteNumber("episodes", failures.Count);
            json.WriteStartArray("failures");
            foreach (var failure in failures) Write(json, failure);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static void Write(System.Text.Json.Utf8JsonWriter json, PlayedEpisode failure)
    {
        json.WriteStartObject();
        json.WriteNumber("row", failure.Row + 1);
        json.WriteNumber("ordinal", failure.Ordinal + 1);
        json.WriteString("map", failure.Map);
        json.WriteNumber("steps", failure.LastStep - failure.FirstStep);
        json.WriteNumber("return", failure.Return);
        json.WriteNumber("progress", failure.Progress);
        json.WriteNumber("speed", failure.Point.Speed);
        json.WriteNumber("curvature", failure.Point.Curvature);
        json.WriteNumber("arc", failure.Point.Arc);
        json.WriteNumber("offset", failure.Point.Offset);
        json.WriteEndObject();
    }
}
