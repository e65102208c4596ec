using System.Globalization;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Comparison;

/// <summary>Run folders with invented numbers, as a training would have left them.</summary>
internal sealed class MadeUpRuns : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public string Folder => _runs.FullPath;

    /// <summary>A finished run of 200 steps in 20 seconds with a test and two validations.</summary>
    public RunResult Make(string name, ulong seed, double success, string scenario = "task-v1", string algorithm = "ppo", params string[] overrides)
    {
        var run = Begin(name, seed, scenario, algorithm, overrides);
        File.WriteAllText(run.TimingCsv, "steps,trainingSeconds,iterationSeconds,environmentStepsPerSecond\n100,10,10,10\n200,20,10,10\n");
        File.WriteAllText(run.LearningCsv, "iteration,steps,return,success,measure/progress\n1,100,,0.25,0.5\n2,200,3,0.5,1\n");
        WriteEvaluation(run, "validation-100.json", success / 2);
        WriteEvaluation(run, "validation-200.json", success);
        WriteEvaluation(run, "test-200.json", success);
        return RunResult.Read(Folder, name);
    }

    /// <summary>A run that has written nothing but its manifest.</summary>
    public RunFolder Begin(string name, ulong seed, string scenario = "task-v1", string algorithm = "ppo", params string[] overrides)
    {
        var run = RunFolder.Create(Folder, name);
        new RunManifest { Scenario = scenario, Algorithm = algorithm, Seed = seed, Steps = 200, Environments = 1, Threads = 1, Device = "cpu", Overrides = overrides }.Write(run.Manifest);
        return run;
    }

    public static void WriteEvaluation(RunFolder run, string file, double success, string map = "a") => File.WriteAllText(
        Path.Combine(run.Evaluations, file),
        $$"""
        { "formatVersion": 1, "scenario": "s", "policy": "p", "episodes": 4, "success": { "rate": {{success.ToString(CultureInfo.InvariantCulture)}}, "low": 0, "high": 1 },
          "outcomes": {}, "return": { "mean": {{(10 * success).ToString(CultureInfo.InvariantCulture)}}, "low": 0, "high": 1 }, "lapTime": { "mean": null, "low": null, "high": null, "median": null },
          "maps": [ { "map": "{{map}}", "episodes": 4, "success": 1 } ] }
        """);

    public void Dispose() => _runs.Dispose();
}
