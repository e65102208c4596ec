using System.Text;
using System.Text.Json;

namespace RLSandbox.Learning.Evaluation;

/// <summary>Writes an <see cref="EvaluationReport"/> as the JSON document that other programs read.</summary>
/// <remarks>
/// Measures stand under their own camelCase names next to <c>success</c> and <c>return</c>; groups are called <c>maps</c> and
/// carry plain rates and means. A number that was not observed is <c>null</c>: JSON has no NaN. <c>warnings</c> is there only where there are some.
/// </remarks>
public static class EvaluationJson
{
    /// <summary>Goes up whenever a reader of the old format would be misled.</summary>
    public const int FormatVersion = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>The document as text with a line feed at its end.</summary>
    public static string Write(EvaluationReport report) => Text(json => Write(json, report));

    /// <summary>Several evaluations of one policy: a document whose <c>suites</c> is an array of theirs.</summary>
    public static string Write(IReadOnlyList<EvaluationReport> reports) => Text(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteString("scenario", reports[0].Scenario);
        json.WriteString("policy", reports[0].Policy);
        json.WriteStartArray("suites");
        foreach (var report in reports) Write(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The document as one value inside a larger one.</summary>
    public static void Write(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteString("scenario", report.Scenario);
        json.WriteString("policy", report.Policy);
        if (report.Suite is not null) json.WriteString("suite", report.Suite);
        json.WriteNumber("episodes", report.Episodes);
        WriteInterval(json, "success", "rate", report.Success);
        json.WriteStartObject("outcomes");
        foreach (var outcome in report.Outcomes) WriteInterval(json, outcome.Name, "rate", outcome.Rate);
        json.WriteEndObject();
        WriteInterval(json, "return", "mean", report.Return);
        foreach (var measure in report.Measures) WriteInterval(json, measure.Name, "mean", measure.Mean, measure.Median);
        json.WriteStartArray("maps");
        foreach (var group in report.Groups) WriteGroup(json, group);
        json.WriteEndArray();
        WriteWarnings(json, report.Warnings);
        json.WriteEndObject();
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0) return;
        json.WriteStartArray("warnings");
        foreach (var warning in warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupSummary group)
    {
        json.WriteStartObject();
        json.WriteString("map", group.Name);
        json.WriteNumber("episodes", group.Episodes);
        WriteNumber(json, "success", group.Success.Value);
        foreach (var measure in group.Measures) WriteNumber(json, measure.Name, measure.Mean.Value);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, string valueName, Interval interval, double? median = null)
    {
        json.WriteStartObject(name);
        WriteNumber(json, valueName, interval.Value);
        WriteNumber(json, "low", interval.Low);
        WriteNumber(json, "high", interval.High);
        if (median is { } middle) WriteNumber(json, "median", middle);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
