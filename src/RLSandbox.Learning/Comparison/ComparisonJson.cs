using System.Text;
using System.Text.Json;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Comparison;

/// <summary>Writes a <see cref="RunComparison"/> as the JSON document that other programs read.</summary>
/// <remarks>A number that is not known, such as the interval of a single run, is <c>null</c>.</remarks>
public static class ComparisonJson
{
    /// <summary>Goes up whenever a reader of the old format would be misled.</summary>
    public const int FormatVersion = 1;

    /// <summary>The document as text with a line feed at its end.</summary>
    /// <param name="picture">File of the picture; null where none was made.</param>
    public static string Write(RunComparison comparison, IReadOnlyList<string> notes, string? picture)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("metric", comparison.Metric);
            json.WriteBoolean("lowerIsBetter", comparison.LowerIsBetter);
            json.WriteStartArray("groups");
            foreach (var group in comparison.Groups) WriteGroup(json, group);
            json.WriteEndArray();
            json.WriteStartArray("improvements");
            foreach (var pair in comparison.Improvements) WriteImprovement(json, pair);
            json.WriteEndArray();
            WriteNumbers(json, "thresholds", comparison.Thresholds);
            json.WriteStartArray("notes");
            foreach (var note in notes) json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteString("picture", picture);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Group.Name);
        json.WriteStartArray("scenarios");
        foreach (var task in result.Group.Tasks) json.WriteStringValue(task);
        json.WriteEndArray();
        WriteInterval(json, "iqm", "value", result.InterquartileMean);
        WriteNumber(json, "mean", result.Mean);
        WriteNumber(json, "median", result.Median);
        json.WriteString("best", result.Best.Run.Name);
        json.WriteString("worst", result.Worst.Run.Name);
        WriteNumber(json, "trainingSeconds", result.TrainingSeconds);
        WriteNumber(json, "steps", result.Steps);
        WriteNumbers(json, "profile", result.Profile);
        json.WriteStartArray("runs");
        foreach (var score in result.Scores) WriteRun(json, score);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunScore score)
    {
        json.WriteStartObject();
        json.WriteString("run", score.Run.Name);
        json.WriteString("scenario", score.Run.Manifest.Scenario);
        json.WriteString("algorithm", score.Run.Manifest.Algorithm);
        json.WriteNumber("seed", score.Run.Manifest.Seed);
        json.WriteNumber("steps", score.Run.TrainedSteps);
        WriteNumber(json, "trainingSeconds", score.Run.TrainingSeconds);
        WriteNumber(json, "score", score.Value);
        json.WriteEndObject();
    }

    private static void WriteImprovement(Utf8JsonWriter json, Improvement pair)
    {
        json.WriteStartObject();
        json.WriteString("group", pair.Group);
        json.WriteString("than", pair.Than);
        WriteInterval(json, "probability", "value", pair.Probability);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json, string name, string valueName, Interval interval)
    {
        json.WriteStartObject(name);
        WriteNumber(json, valueName, interval.Value);
        WriteNumber(json, "low", interval.Low);
        WriteNumber(json, "high", interval.High);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
