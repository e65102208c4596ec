using System.Text.Json;
using RLSandbox.Cli.Bench;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>The command <c>bench</c>: the fields of its documents are a contract; the figures are nobody's business here.</summary>
public sealed class BenchCommandTests
{
    private const string Shortest = "--repeats 2 --seconds 0.001";
    private const string Task = """
        scenario: small-v1
        map: { circuit: oval, rasterMetres: 1 }
        camera: { width: 16, height: 16 }
        state: { features: [speed] }

        """;

    private string _folder = "";

    private string Small => Path.Combine(_folder, "small.yaml");

    [OneTimeSetUp]
    public void WriteTask()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-bench-").FullName;
        File.WriteAllText(Small, Task);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("camera --threads 1 --only 64x64", "projection width height channels boxes maps threads framesPerSecond min max scenario", 2)]
    [TestCase("sim --threads 1,2 --environments 3", "scenario observation environments agents maps physicsStepsPerAction threads environmentStepsPerSecond agentStepsPerSecond min max costRatio threadSpeedup managedBytesPerStep nativeBytesPerEnvironment", 6)]
    public void DrivingReport_HasTheFieldsOfTheContract(string arguments, string fields, int rows)
    {
        using var report = Run($"{arguments} --scenario {Small}");
        Check(report.RootElement, arguments.Split(' ')[0], fields, rows);
    }

    [Test]
    public void RenderReport_HasTheFieldsOfTheContract()
    {
        if (RenderBench.WhyNot() is { } why) Assert.Ignore($"OpenGL is not there: {why}");
        using var report = Run($"render --only 200 --scenario {Small}");
        Check(report.RootElement, "render", "view width height vehicles samples picturesPerSecond min max renderer scenario", 4);
    }

    [TestCase("learn --batches 4 --only mlp", "network precision device input batch shards threads forwardPerSecond forwardMin forwardMax updatePerSecond updateMin updateMax", 1)]
    [TestCase("learn --batches 4 --only mlp --precision bfloat16", "network precision device input batch shards threads forwardPerSecond forwardMin forwardMax updatePerSecond updateMin updateMax", 1)]
    [TestCase("sim --scenario cartpole --environments 2", "scenario observation environments agents maps physicsStepsPerAction threads environmentStepsPerSecond agentStepsPerSecond min max costRatio threadSpeedup managedBytesPerStep nativeBytesPerEnvironment", 1)]
    [TestCase("train --scenario cartpole --environments 2 --threads 1 --set training.ppo.rolloutSteps=4", "scenario algorithm network precision device environments threads environmentStepsPerSecond min max shareOfFloor shareMin shareMax overrides", 1)]
    [TestCase("train --scenario cartpole --algorithm dqn --environments 2 --threads 1 --set training.dqn.warmupRows=100", "scenario algorithm network precision device environments threads environmentStepsPerSecond min max shareOfFloor shareMin shareMax overrides", 1)]
    public void Report_HasTheFieldsOfTheContract(string arguments, string fields, int rows)
    {
        using var report = Run(arguments);
        Check(report.RootElement, arguments.Split(' ')[0], fields, rows);
    }

    [Test]
    public void SimOfCars_TellsWhatIsSwitchedOnAndWhatItNeeds()
    {
        using var report = Run($"sim --threads 1 --environments 2 --agents 3 --scenario {Small}");
        var rows = report.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.That(rows.Select(row => row.GetProperty("observation").GetString()), Is.EqualTo(new[] { "none", "state", "camera" }));
        foreach (var row in rows)
        {
            Assert.That(row.GetProperty("agents").GetInt32(), Is.EqualTo(3));
            Assert.That(row.GetProperty("physicsStepsPerAction").GetInt32(), Is.EqualTo(2));
            Assert.That(row.GetProperty("agentStepsPerSecond").GetDouble(), Is.EqualTo(3 * row.GetProperty("environmentStepsPerSecond").GetDouble()).Within(1e-3));
            Assert.That(row.GetProperty("nativeBytesPerEnvironment").GetInt64(), Is.InRange(100, 2048));
        }
    }

    [Test]
    public void SimOfSeveralSizes_ComparesThem()
    {
        using var report = Run($"sim --threads 1,2 --environments 2,64 --only none --scenario {Small}");
        var rows = report.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.That(rows.Select(row => (row.GetProperty("environments").GetInt32(), row.GetProperty("threads").GetInt32())), Is.EqualTo(new[] { (2, 1), (2, 2), (64, 1), (64, 2) }));
        Assert.That(rows.Select(row => row.GetProperty("costRatio").ValueKind == JsonValueKind.Null), Is.EqualTo(new[] { true, true, false, false }));
        Assert.That(rows.Select(row => row.GetProperty("threadSpeedup").ValueKind == JsonValueKind.Null), Is.EqualTo(new[] { true, false, true, false }));
        Assert.That(rows[2].GetProperty("costRatio").GetDouble(), Is.Positive.And.LessThan(1), "64 environments share what a step of 2 pays for twice");
    }

    [Test]
    public void Train_InBFloat16_SaysSo()
    {
        using var report = Run("train --scenario cartpole --environments 2 --threads 1 --precision bfloat16 --set training.ppo.rolloutSteps=4");
        Assert.That(report.RootElement.GetProperty("results")[0].GetProperty("precision").GetString(), Is.EqualTo("bfloat16"));
    }

    [Test]
    public void Train_SharesAreOfTheSameRepeat()
    {
        using var report = Run("train --scenario cartpole --environments 2 --threads 1 --set training.ppo.rolloutSteps=4");
        var row = report.RootElement.GetProperty("results")[0];
        Assert.That(row.GetProperty("network").GetString(), Is.EqualTo("mlp"));
        Assert.That(row.GetProperty("shareMin").GetDouble(), Is.Positive.And.LessThanOrEqualTo(row.GetProperty("shareOfFloor").GetDouble()));
    }

    [Test]
    public void BuiltInTrainings_AreValidScenarios()
    {
        using var bench = new TrainBench(new() { Threads = [1, 2] }, CancellationToken.None);
        var labels = bench.Tasks().SelectMany(task => task.Labels).ToList();
        Assert.That(labels, Has.Count.EqualTo(Precisions.Resolve("auto", NetworkConfig.Preset("nature"), TorchSharp.torch.CPU) == Precision.BFloat16 ? 11 : 7).And.Some.Contains("first-lap-v1 ppo float32 128 environments 2 threads").And.Some.Contains("dqn float32 1 environments").And.Some.Contains("cartpole-v1 ppo float32 8 environments 1 threads"));
    }

    [Test]
    public void BuiltInSimulation_HasSevenTermsAndTenPoints()
    {
        using var bench = new SimBench(new() { Threads = [1], Environments = [1] });
        Assert.That(bench.Tasks().SelectMany(task => task.Labels), Has.Some.Contains("first-lap-look-ahead-v1 state"));
        using var maps = BenchMaps.Load(new(), SimBench.LookAhead, 1)!;
        Assert.That(maps.Config.Rewards.Weights, Has.Count.EqualTo(7));
        Assert.That(maps.Config.State!.FeatureCount, Is.EqualTo(23));
        Assert.That(maps.Config.Episode.PhysicsStepsPerAction, Is.EqualTo(2));
    }

    [TestCase("camera --threads 0", "--threads: expected whole numbers from 1 to 1024")]
    [TestCase("sim --environments abc", "--environments: expected whole numbers from 1 to 1048576 with commas between them, such as 1,64, got 'abc'")]
    [TestCase("sim --environments 1,", "got '1,'")]
    [TestCase("sim --scenario nowhere.yaml", "nowhere.yaml: there is no such file")]
    [TestCase("sim --scenario cartpole --maps 3", "--maps: cartpole is a classic task")]
    [TestCase("sim --scenario cartpole --agents 3", "--agents: cartpole is a classic task")]
    [TestCase("camera --scenario cartpole", "--scenario cartpole: expected a driving scenario")]
    [TestCase("learn --only nothing", "--only nothing: no measurement is described like that")]
    [TestCase("learn --environments 3", "--environments")]
    [TestCase("camera --seconds 0", "--seconds: expected a number above 0")]
    public void Mistake_IsNamed(string arguments, string message)
    {
        var result = CommandLine.Run([.. $"bench {arguments}".Split(' ')]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output);
        Assert.That(result.Error, Does.Contain(message));
    }

    [Test]
    public void MoreMapsThanThereAre_IsNamed()
    {
        var result = CommandLine.Run([.. $"bench sim --maps 1,7 --scenario {Small}".Split(' ')]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("--maps 7").And.Contains("has 1 map."));
    }

    [Test]
    public void CtrlC_EndsTheMeasuring()
    {
        using var interruption = new CancellationTokenSource();
        interruption.Cancel();
        Assert.That(CommandLine.Run(interruption.Token, null, "bench", "learn", "--only", "mlp").ExitCode, Is.EqualTo(ExitCode.Interrupted));
    }

    [Test]
    public void Measurement_IsMedianAndExtremes()
    {
        Assert.That(Measurement.Of([3, 1, 2, 10]), Is.EqualTo(new Measurement(2.5, 1, 10)));
        Assert.That(Measurement.Of([3, 1, 2]), Is.EqualTo(new Measurement(2, 1, 3)));
    }

    [Test]
    public void Repeats_CountWhatOneCallAllocates()
    {
        object? kept = null;
        var rates = new Repeats(3, 0.01).InTurn((() => kept = new byte[1000], 1))[0];
        Assert.That(rates.BytesPerCall, Is.InRange(1000, 1100));
        Assert.That(rates.Measured.Min, Is.Positive.And.LessThanOrEqualTo(rates.Measured.Median));
        Assert.That(kept, Is.Not.Null);
    }

    private static JsonDocument Run(string arguments)
    {
        var result = CommandLine.Run([.. $"bench {arguments} {Shortest} --json".Split(' ')]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return JsonDocument.Parse(result.Output);
    }

    private static void Check(JsonElement report, string name, string fields, int rows)
    {
        Assert.That(report.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "formatVersion", "machine", "commit", "results" }));
        Assert.That(report.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(report.GetProperty("machine").GetProperty("threads").GetInt32(), Is.EqualTo(Environment.ProcessorCount));
        Assert.That(report.GetProperty("results").GetArrayLength(), Is.EqualTo(rows));
        foreach (var row in report.GetProperty("results").EnumerateArray())
        {
            Assert.That(string.Join(' ', row.EnumerateObject().Select(property => property.Name)), Is.EqualTo($"name {fields}"));
            Assert.That(row.GetProperty("name").GetString(), Is.EqualTo(name));
        }
    }
}
