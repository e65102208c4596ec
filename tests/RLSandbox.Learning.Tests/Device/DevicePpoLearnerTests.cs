using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>The path of a GPU against the path of the CPU: same worlds, same actions, the same update but for rounding. Here with the CPU as its device; with a GPU where somebody asks.</summary>
[TensorScope]
[TestFixture(DeviceName.Cpu)]
[TestFixture(DeviceName.Cuda, Category = "Gpu", Explicit = true, Reason = "needs an NVIDIA GPU; eng/gpu-check runs it")]
public sealed class DevicePpoLearnerTests(string device)
{
    private const float Rounding = 2e-4f;                                // of sums over some hundred samples in another order, in numbers of about 1
    private const double WeightRounding = 2e-3;                          // Adam divides by the root of the second moment: where that is near 0, rounding of the gradient is magnified
    private const float KinkRounding = 5e-2f;                            // with a value clip: whether a value that has hardly moved counts as held, and has no slope, is a matter of its last bit on the CPU
    private static readonly string[] Tasks = ["masked", "continuous", "clipped", "pair", "stack", "averaged", "cartpole"];
    private static readonly PpoConfig Small = ToyTraining.Config with { RolloutSteps = 8, MinibatchRows = 32, Epochs = 2 };
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Tasks))]
    public void FirstRollout_IsTheSameAsOnTheCpu(string task)
    {
        using var pair = new Both(device, task);
        pair.Iterate(1);
        var (rollout, other) = (pair.Cpu.Rollout, pair.Device.Rollout);
        var continuous = pair.Cpu.Rollout.IsContinuous;
        if (continuous) Assert.That(other.Actions.cpu().data<float>().ToArray(), Is.EqualTo(rollout.ActionValues.Span.ToArray()).Within(Rounding));
        else Assert.That(other.Actions.cpu().data<long>().Select(choice => (int)choice), Is.EqualTo(rollout.Choices.Span.ToArray()));
        Assert.That(other.Rewards.cpu().data<float>().ToArray(), Is.EqualTo(rollout.Rewards.Span.ToArray()).Within(continuous ? Rounding : 0));
        Assert.That(other.Done.cpu().data<bool>().ToArray(), Is.EqualTo(rollout.Done));
        Assert.That(other.Terminated.cpu().data<bool>().ToArray(), Is.EqualTo(rollout.Terminated));
        Assert.That(other.Active.cpu().data<bool>().ToArray(), Is.EqualTo(rollout.Active));
        Assert.That(other.LogProbabilities.cpu().data<float>().ToArray(), Is.EqualTo(rollout.LogProbabilities.Span.ToArray()).Within(Rounding));
        Assert.That(other.Values.cpu().data<float>().ToArray(), Is.EqualTo(rollout.Values.Span.ToArray()).Within(Rounding));
        Assert.That(other.Advantages.cpu().data<float>().ToArray(), Is.EqualTo(rollout.Advantages.Span.ToArray()).Within(Rounding));
        Assert.That(other.Returns.cpu().data<float>().ToArray(), Is.EqualTo(rollout.Returns.Span.ToArray()).Within(Rounding));
        Assert.That(rollout.Done, Has.Some.True, "the case can tell nothing of bootstraps otherwise");
    }

    [TestCaseSource(nameof(Tasks))]
    public void FirstUpdate_IsTheSameAsOnTheCpu(string task)
    {
        using var pair = new Both(device, task);
        var (expected, actual) = pair.Iterate(1)[0];
        Assert.That(actual.Select(metric => metric.Key), Is.EqualTo(expected.Select(metric => metric.Key)));
        RequireClose(actual, expected, task == "clipped" ? KinkRounding : Rounding);
        Assert.That((pair.Device.Network.Parameters.Values.cpu() - pair.Cpu.Network.Parameters.Values).abs().max().item<float>(), Is.LessThan(task == "clipped" ? 10 * WeightRounding : WeightRounding));
        Assert.That(pair.Device.Steps, Is.EqualTo(pair.Cpu.Steps));
        foreach (var (mine, theirs) in pair.Device.Network.Normalizers.Zip(pair.Cpu.Network.Normalizers))
            if (mine is not null) Assert.That(mine.Statistics.Mean.ToArray(), Is.EqualTo(theirs!.Statistics.Mean.ToArray()), "statistics are the host's, to the bit");
    }

    /// <summary>One gradient step over the whole rollout with a learning rate of 0: Adam's first moment is a tenth of the gradient.</summary>
    [TestCaseSource(nameof(Tasks))]
    public void Gradient_IsTheSameAsOnTheCpu(string task)
    {
        using var pair = new Both(device, task, config => config with { Epochs = 1, MinibatchRows = 10_000, LearningRate = 0, LearningRateEnd = 0, TargetKl = 0 });
        pair.Iterate(1);
        var (expected, actual) = (FirstMoment(pair.Cpu), FirstMoment(pair.Device));
        Assert.That(expected.Max(MathF.Abs), Is.GreaterThan(1e-3f));
        Assert.That(actual, Is.EqualTo(expected).Within(1e-6f + 1e-4f * expected.Max(MathF.Abs)));
    }

    /// <summary>Parts decide only when things happen: with overlap, one part is in the network while the other steps.</summary>
    [TestCaseSource(nameof(Tasks))]
    public void Overlap_ChangesNoBit(string task)
    {
        var (with, without) = (Learn(task, new(Parts: 2, Overlaps: true)), Learn(task, new(Parts: 2, Overlaps: false)));
        Assert.That(with, Is.EqualTo(without));
    }

    /// <summary>One part or two: the same worlds, streams and shuffles; only sums inside a matrix product may be grouped otherwise.</summary>
    [TestCaseSource(nameof(Tasks))]
    public void Parts_ChangeNothingButRounding(string task)
    {
        using var environment = Make(task);
        using var other = Make(task);
        using var one = OnDevice(environment, Config(task), new(Parts: 1));
        using var two = OnDevice(other, Config(task), new(Parts: 2));
        one.Begin(7);
        two.Begin(7);
        RequireClose(two.Iterate(ToyTraining.NoSink.Instance), one.Iterate(ToyTraining.NoSink.Instance));
    }

    [TestCaseSource(nameof(Tasks))]
    public void SavedAndLoaded_ContinuesWithTheSameBits(string task)
    {
        using var environment = Make(task);
        using var learner = OnDevice(environment, Config(task));
        learner.Begin(7);
        Iterate(learner, 2);
        learner.Save(_folder);
        var expected = Iterate(learner, 3);

        using var laterEnvironment = Make(task);
        using var later = OnDevice(laterEnvironment, Config(task));
        later.Load(_folder);
        Assert.That(Iterate(later, 3), Is.EqualTo(expected));
        Assert.That(later.Steps, Is.EqualTo(learner.Steps));
    }

    /// <summary>A checkpoint of the device goes on on the CPU, and one of the CPU on the device: same policy, same world, and the next rollout has the same actions.</summary>
    [TestCaseSource(nameof(Tasks))]
    public void Checkpoint_MovesBetweenDevices(string task)
    {
        using var pair = new Both(device, task);
        pair.Device.Begin(7);
        Iterate(pair.Device, 2);
        pair.Device.Save(_folder);
        pair.Cpu.Load(_folder);
        var kept = Path.Combine(_folder, "cpu");
        Directory.CreateDirectory(kept);
        pair.Cpu.Save(kept);
        foreach (var file in Directory.GetFiles(kept)) Assert.That(File.ReadAllBytes(file), Is.EqualTo(File.ReadAllBytes(Path.Combine(_folder, Path.GetFileName(file)))), Path.GetFileName(file));

        using var backEnvironment = Make(task);
        using var back = OnDevice(backEnvironment, Config(task));
        back.Load(kept);
        Assert.That(ToyTraining.GreedyReturn(back.Policy, Make(task), 20), Is.EqualTo(ToyTraining.GreedyReturn(pair.Cpu.Policy, Make(task), 20)));
        Assert.That(Iterate(back, 2), Is.EqualTo(Iterate(pair.Device, 2)));
    }

    [Test]
    public void LiveTensors_StayFlatOverManyUpdates()
    {
        using var environment = Make("stack");
        using var learner = OnDevice(environment, Config("stack"));
        learner.Begin(1);
        Iterate(learner, 3);
        var before = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Tensor.TotalCount);
        Iterate(learner, 12);
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before.ThreadTotalLiveCount));
        Assert.That(Tensor.TotalCount, Is.LessThanOrEqualTo(before.TotalCount));
    }

    [Test]
    public void NotFinite_StopsWithAMessage()
    {
        using var environment = Make("pair");
        using var learner = OnDevice(environment, Small);
        learner.Begin(1);
        learner.Network.Parameters.Values.fill_(float.NaN);
        Assert.That(() => Iterate(learner, 1), Throws.TypeOf<DivergedException>().With.Message.Contains("PPO diverged"));
    }

    /// <summary>As <see cref="PpoLearningTests"/>: the best return of a pair is 0.67.</summary>
    [Test]
    public void Pair_IsLearned()
    {
        using var environment = PairEnvironment.Create(ToyTraining.Environments);
        using var learner = OnDevice(environment, ToyTraining.Config, steps: 60_000);
        learner.Begin(1);
        while (learner.Steps < 60_000) learner.Iterate(ToyTraining.NoSink.Instance);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 40), Is.GreaterThan(0.6));
    }

    private static void RequireClose(IEnumerable<KeyValuePair<string, double>> actual, IEnumerable<KeyValuePair<string, double>> expected, float rounding = Rounding)
    {
        foreach (var ((name, value), (_, other)) in expected.Zip(actual))
            Assert.That(other, Is.EqualTo(value).Within(double.IsNaN(value) ? 0 : rounding * Math.Max(1, Math.Abs(value))), name);
    }

    private static float[] FirstMoment(ILearner learner)
    {
        using var folder = new TemporaryFolder();
        learner.Save(folder.FullPath);
        var moment = Safetensors.Read(File.ReadAllBytes(Path.Combine(folder.FullPath, "optimizer.safetensors")))["adam.firstMoment"];
        var values = new float[moment.Shape[0]];
        moment.CopyTo<float>(values);
        return values;
    }

    private List<string> Learn(string task, DeviceRolloutOptions options)
    {
        using var environment = Make(task);
        using var learner = OnDevice(environment, Config(task), options);
        learner.Begin(7);
        return Iterate(learner, 3);
    }

    private static List<string> Iterate(ILearner learner, int count)
    {
        var metrics = new List<string>();
        for (var i = 0; i < count; i++) metrics.AddRange(learner.Iterate(ToyTraining.NoSink.Instance).Select(metric => $"{metric.Key} {metric.Value:R}"));
        return metrics;
    }

    private DevicePpoLearner OnDevice(IEnvironment environment, PpoConfig config, DeviceRolloutOptions? options = null, long steps = 5000) => Make(device, environment, config, options, steps);

    private static DevicePpoLearner Make(string device, IEnvironment environment, PpoConfig config, DeviceRolloutOptions? options = null, long steps = 5000) =>
        new(environment, config, new(5, 1, steps, device) { DeviceRollout = options ?? new() });

    private static PpoConfig Config(string task) => task switch
    {
        "stack" => Small with { FrameStack = 3 },
        "averaged" => Small with { AverageUpdates = 5 },
        "continuous" => Small with { NormalizeReturns = true, TargetKl = 0.5f },
        "clipped" => Small with { ValueClip = 0.2f },
        "cartpole" => Small with { RolloutSteps = 64 },
        _ => Small,
    };

    private static IEnvironment Make(string task) => task switch
    {
        "masked" => IdentityEnvironment.MultiDiscrete(16, masked: true, 3, 4),
        "continuous" or "clipped" => IdentityEnvironment.Continuous(16),
        "cartpole" => CartPoleEnvironment.Create(7),
        _ => PairEnvironment.Create(9),
    };

    /// <summary>A learner on the CPU and one on a device that is the CPU.</summary>
    private sealed class Both : IDisposable
    {
        private readonly IEnvironment _cpuEnvironment, _deviceEnvironment;

        public Both(string device, string task, Func<PpoConfig, PpoConfig>? change = null)
        {
            var config = change?.Invoke(Config(task)) ?? Config(task);
            (_cpuEnvironment, _deviceEnvironment) = (DevicePpoLearnerTests.Make(task), DevicePpoLearnerTests.Make(task));
            Cpu = new(_cpuEnvironment, config, new(5, 1, 5000, "cpu"));
            Device = DevicePpoLearnerTests.Make(device, _deviceEnvironment, config);
        }

        public PpoLearner Cpu { get; }

        public DevicePpoLearner Device { get; }

        public List<(IReadOnlyList<KeyValuePair<string, double>> Cpu, IReadOnlyList<KeyValuePair<string, double>> Device)> Iterate(int count)
        {
            Cpu.Begin(7);
            Device.Begin(7);
            return [.. Enumerable.Range(0, count).Select(_ => (Cpu.Iterate(ToyTraining.NoSink.Instance), Device.Iterate(ToyTraining.NoSink.Instance)))];
        }

        public void Dispose()
        {
            Cpu.Dispose();
            Device.Dispose();
            _cpuEnvironment.Dispose();
            _deviceEnvironment.Dispose();
        }
    }
}
