using RLSandbox.Core;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Comparison;

/// <summary>What a run folder says about how its training went: manifest, times, validations and test.</summary>
public sealed record RunResult
{
    /// <summary>Where it lies.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>How it was started.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>Agent rows after each iteration.</summary>
    public required double[] Steps { get; init; }

    /// <summary>Seconds of training after each iteration, over all sittings; evaluation not counted.</summary>
    public required double[] Seconds { get; init; }

    /// <summary>Validations during training, by rising steps.</summary>
    public required IReadOnlyList<StoredEvaluation> Validations { get; init; }

    /// <summary>The last test evaluation; null where there is none.</summary>
    public required StoredEvaluation? Test { get; init; }

    /// <summary>Name of the folder.</summary>
    public string Name => Folder.Name;

    /// <summary>Agent rows learned from so far.</summary>
    public long TrainedSteps => Steps.Length == 0 ? 0 : (long)Steps[^1];

    /// <summary>Seconds of training so far.</summary>
    public double TrainingSeconds => Seconds.Length == 0 ? 0 : Seconds[^1];

    /// <summary>What keeps its test from being the end of a finished run; empty where nothing does.</summary>
    public string Flaw
    {
        get
        {
            if (TrainedSteps < Manifest.Steps) return FormattableString.Invariant($"it is not finished ({TrainedSteps} of {Manifest.Steps} steps)");
            if (Test is null) return "it has no test evaluation";
            return Test.Steps < TrainedSteps ? FormattableString.Invariant($"it has learned on since its test evaluation ({Test.Steps} of {TrainedSteps} steps)") : "";
        }
    }

    /// <summary>Reads a run.</summary>
    /// <param name="runs">Folder in which run folders lie.</param>
    /// <param name="reference">Name or folder of a run.</param>
    /// <exception cref="UserErrorException">There is no such run, or a file of it is damaged.</exception>
    public static RunResult Read(string runs, string reference)
    {
        var folder = RunFolder.Locate(runs, reference);
        var timing = File.Exists(folder.TimingCsv) ? CsvTable.Read(folder.TimingCsv) : null;              // none before the first iteration
        return new()
        {
            Folder = folder,
            Manifest = RunManifest.Read(folder.Manifest),
            Steps = timing?.Column("steps") ?? [],
            Seconds = timing?.Column("trainingSeconds") ?? [],
            Validations = StoredEvaluation.ReadAll(folder.Evaluations, "validation"),
            Test = StoredEvaluation.ReadAll(folder.Evaluations, "test").LastOrDefault(),
        };
    }
}
