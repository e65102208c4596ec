using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>DQN whose replay and update are on a device, against DQN on the CPU; <see cref="DevicePpoLearnerTests"/> tells more of what they share.</summary>
[TensorScope]
[TestFixture(DeviceName.Cpu)]
[TestFixture(DeviceName.Cuda, Category = "Gpu", Explicit = true, Reason = "needs an NVIDIA GPU; eng/gpu-check runs it")]
public sealed class DeviceDqnLearnerTests(string device)
{
    private const float Rounding = 2e-4f;                                // of sums over some hundred samples in another order, in numbers of about 1
    private const double WeightRounding = 2e-3;                          // Adam divides by the root of the second moment: where that is near 0, rounding of the gradient is magnified
    private const string Replay = "replay.bin.lz4", World = "world.bin";
    private static readonly string[] Tasks = ["masked", "pair", "single", "stack", "duelling", "averaged", "priorities", "soft target", "held", "everything"];

    /// <summary>Learns at the end of an iteration only: what is lived in the first follows from the initial weights.</summary>
    private static readonly DqnConfig Small = ToyTraining.Dqn with
    {
        IterationSteps = 12, LearnEverySteps = 12, GradientSteps = 4, WarmupRows = 0, MinibatchRows = 32, ReturnSteps = 3, TargetEveryUpdates = 3, Epsilon = 0.5f, Replay = new() { Rows = 400 },
    };

    private readonly List<IDisposable> _made = [];

    [TearDown]
    public void Release()
    {
        for (var i = _made.Count - 1; i >= 0; i--) _made[i].Dispose();
        _made.Clear();
    }

    [TestCaseSource(nameof(Tasks))]
    public void FirstIteration_IsTheSameAsOnTheCpu(string task)
    {
        var (cpu, other) = (OnCpu(task), OnDevice(task));
        cpu.Begin(7);
        other.Begin(7);
        var (expected, actual) = (cpu.Iterate(ToyTraining.NoSink.Instance), other.Iterate(ToyTraining.NoSink.Instance));
        Assert.That(other.Replay.Frames, Is.TypeOf<DeviceReplayFrames>());
        Assert.That(Saved(other, World), Is.EqualTo(Saved(cpu, World)), "the same actions, the same worlds");
        if (Config(task).Replay.Priority == 0) Assert.That(Saved(other, Replay), Is.EqualTo(Saved(cpu, Replay)), "the same frames, choices, rewards, ends and final observations");
        Assert.That(actual.Select(metric => metric.Key), Is.EqualTo(expected.Select(metric => metric.Key)));
        foreach (var ((name, value), (_, theirs)) in expected.Zip(actual)) Assert.That(theirs, Is.EqualTo(value).Within(double.IsNaN(value) ? 0 : Rounding * Math.Max(1, Math.Abs(value))), name);
        Assert.That(actual.Single(metric => metric.Key == "gradientSteps").Value, Is.EqualTo(4));
        Assert.That((other.Network.Parameters.Values.cpu() - cpu.Network.Parameters.Values).abs().max().item<float>(), Is.LessThan(WeightRounding));
    }

    /// <summary>After the replay has gone round: saved on the device, loaded and saved on the CPU, loaded on the device again.</summary>
    [TestCaseSource(nameof(Tasks))]
    public void Checkpoint_MovesBetweenDevices(string task)
    {
        using var folder = new TemporaryFolder();
        var (first, cpu, back) = (OnDevice(task), OnCpu(task), OnDevice(task));
        first.Begin(7);
        Iterate(first, 3);
        first.Save(folder.FullPath);
        cpu.Load(folder.FullPath);
        var kept = folder.File("cpu");
        Directory.CreateDirectory(kept);
        cpu.Save(kept);
        foreach (var file in Directory.GetFiles(kept)) Assert.That(File.ReadAllBytes(file), Is.EqualTo(File.ReadAllBytes(folder.File(Path.GetFileName(file)))), Path.GetFileName(file));
        back.Load(kept);
        Assert.That(Iterate(back, 2), Is.EqualTo(Iterate(first, 2)));
    }

    /// <summary>Also the other way: a run of the CPU goes on on the device, from the same world and with the same draws.</summary>
    [Test]
    public void RunOfTheCpu_GoesOnOnTheDevice()
    {
        using var folder = new TemporaryFolder();
        var (cpu, other) = (OnCpu("everything"), OnDevice("everything"));
        cpu.Begin(7);
        Iterate(cpu, 3);
        cpu.Save(folder.FullPath);
        other.Load(folder.FullPath);
        var (expected, actual) = (cpu.Iterate(ToyTraining.NoSink.Instance), other.Iterate(ToyTraining.NoSink.Instance));
        Assert.That(other.Steps, Is.EqualTo(cpu.Steps));
        Assert.That(Saved(other, World), Is.EqualTo(Saved(cpu, World)));
        foreach (var ((name, value), (_, theirs)) in expected.Zip(actual)) Assert.That(theirs, Is.EqualTo(value).Within(double.IsNaN(value) ? 0 : Rounding * Math.Max(1, Math.Abs(value))), name);
    }

    [Test]
    public void LiveTensors_StayFlatOverManyUpdates()
    {
        var learner = OnDevice("everything");
        learner.Begin(1);
        Iterate(learner, 3);
        var before = (TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Tensor.TotalCount);
        Iterate(learner, 9);
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before.ThreadTotalLiveCount));
        Assert.That(Tensor.TotalCount, Is.LessThanOrEqualTo(before.TotalCount), "fewer: what an earlier test forgot was finalised meanwhile");
    }

    [Test]
    public void ReplayInAFile_StaysOnTheHost()
    {
        using var folder = new TemporaryFolder();
        var learner = Kept(new DqnLearner(Make("pair"), Small with { Replay = Small.Replay with { MemoryMapped = true } }, Options(folder.FullPath)));
        learner.Begin(7);
        Iterate(learner, 2);
        Assert.That(learner.Replay.Frames, Is.TypeOf<ReplayFrames>());
    }

    /// <summary>Torch's bfloat16, with weights in float32: 20 units are none of our kernels', so that the CPU computes by torch, too.</summary>
    [Test]
    public void BFloat16_LearnsTheSameButForItsRounding()
    {
        const double rounding = 0.02;                                    // a factor has 8 bits: 0.4 %, in sums of some products
        var config = Config("pair") with { Network = Small.Network with { Hidden = [20] } };
        var cpu = Kept(new DqnLearner(Make("pair"), config, new(5, 1, 5000, "cpu") { Precision = Precision.BFloat16 }));
        var other = Kept(new DqnLearner(Make("pair"), config, Options() with { Precision = Precision.BFloat16 }));
        cpu.Begin(7);
        other.Begin(7);
        var (expected, actual) = (cpu.Iterate(ToyTraining.NoSink.Instance).ToDictionary(), other.Iterate(ToyTraining.NoSink.Instance).ToDictionary());
        foreach (var name in (string[])["loss", "tdError", "weightNorm"]) Assert.That(actual[name], Is.EqualTo(expected[name]).Within(rounding * expected[name]), name);
    }

    [Test]
    public void NotFinite_StopsWithAMessage([Values("pair", "priorities")] string task)
    {
        var learner = OnDevice(task);
        learner.Begin(1);
        learner.Network.Parameters.Values.fill_(float.NaN);
        Assert.That(() => Iterate(learner, 1), Throws.TypeOf<DivergedException>().With.Message.Contains("DQN diverged before gradient step"));
    }

    private static List<string> Iterate(DqnLearner learner, int count)
    {
        var metrics = new List<string>();
        for (var i = 0; i < count; i++) metrics.AddRange(learner.Iterate(ToyTraining.NoSink.Instance).Select(metric => $"{metric.Key} {metric.Value:R}"));
        return metrics;
    }

    private static byte[] Saved(DqnLearner learner, string file)
    {
        using var folder = new TemporaryFolder();
        learner.Save(folder.FullPath);
        return File.ReadAllBytes(folder.File(file));
    }

    private LearnerOptions Options(string? folder = null) => new(5, 1, 5000, device, folder) { DeviceRollout = new() };

    private DqnLearner OnCpu(string task) => Kept(new DqnLearner(Make(task), Config(task), new(5, 1, 5000, "cpu")));

    private DqnLearner OnDevice(string task) => Kept(new DqnLearner(Make(task), Config(task), Options()));

    private IEnvironment Make(string task) => Kept(task == "masked" ? IdentityEnvironment.Discrete(16, 4, masked: true) : PairEnvironment.Create(9));

    private T Kept<T>(T made) where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    private static DqnConfig Config(string task) => task switch
    {
        "single" => Small with { DoubleQ = false, ReturnSteps = 1 },
        "stack" => Small with { FrameStack = 3 },
        "duelling" => Small with { Duelling = true },
        "averaged" => Small with { AverageUpdates = 5 },
        "priorities" => Small with { Replay = Small.Replay with { Priority = 0.6f } },
        "soft target" => Small with { TargetEveryUpdates = 1, TargetRate = 0.1f },
        "held" => Small with { EpsilonHoldSteps = 3 },
        "everything" => Small with
        {
            Duelling = true, AverageUpdates = 5, FrameStack = 3, TargetEveryUpdates = 1, TargetRate = 0.1f, HuberThreshold = 0.05f, MaxGradientNorm = 0.1f,
            Replay = Small.Replay with { Priority = 0.6f }, Network = Small.Network with { LayerNorm = true },
        },
        _ => Small,
    };
}
