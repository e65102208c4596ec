using System.Text.Json;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>What a finished training has to say: how much, how long, how good, and where everything lies.</summary>
/// <param name="Video">Null where none was made.</param>
internal sealed record TrainSummary(RunFolder Run, long Steps, double TrainingSeconds, string? Video, EvaluationReport Report)
{
    private const int FormatVersion = 1;

    /// <summary>What came of the suites that are driven at the end.</summary>
    public IReadOnlyList<EvaluationReport> Suites { get; init; } = [];

    /// <summary>What likely went wrong.</summary>
    public required TrainingDiagnosis Diagnosis { get; init; }

    /// <summary>For people, with the commands to try next.</summary>
    /// <param name="runs">Option that finds the run again, if one is needed.</param>
    public void Write(Terminal terminal, IReadOnlyList<string> runs)
    {
        terminal.Say($"Trained {Steps:N0} steps in {TrainingSeconds:F1} s ({Steps / TrainingSeconds:N0} steps/s, without evaluation).");
        DiagnosisText.Write(terminal, Diagnosis);
        terminal.Say($"Run:        {Run.FullPath}");
        terminal.Say($"Checkpoint: {Run.Checkpoints.Latest}");
        if (Run.Checkpoints.Best is { } best && best != Run.Checkpoints.Latest) terminal.Say($"Best on validation: {best}");
        if (Video is not null) terminal.Say($"Video:      {Video}");
        terminal.Say($"Next:       {OwnCommand.Line(["evaluate", Run.Name, .. runs])}");
        terminal.Say($"            {OwnCommand.Line(["evaluate", "random", "--scenario", Path.GetRelativePath(Environment.CurrentDirectory, Run.Scenario)])}");
        terminal.Say($"            {OwnCommand.Line(["train", "--resume", "--run", Run.Name, .. runs, "--steps", FormattableString.Invariant($"{2 * Steps}")])}");
    }

    /// <summary>For programs, as one document.</summary>
    public void WriteJson(TextWriter results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("run", Run.FullPath);
            json.WriteString("checkpoint", Run.Checkpoints.Latest);
            json.WriteString("best", Run.Checkpoints.Best);
            json.WriteString("video", Video);
            json.WriteNumber("steps", Steps);
            json.WriteNumber("trainingSeconds", TrainingSeconds);
            json.WritePropertyName("evaluation");
            EvaluationJson.Write(json, Report);
            json.WriteStartArray("suites");
            foreach (var suite in Suites) EvaluationJson.Write(json, suite);
            json.WriteEndArray();
            json.WriteStartObject("diagnosis");
            DiagnosisJson.WriteFindings(json, Diagnosis);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        results.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
