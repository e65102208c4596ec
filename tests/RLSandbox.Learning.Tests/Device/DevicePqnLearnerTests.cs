using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>PQN on a device against PQN on the CPU; <see cref="DevicePpoLearnerTests"/> tells more of what both share.</summary>
[TensorScope]
[TestFixture(DeviceName.Cpu)]
[TestFixture(DeviceName.Cuda, Category = "Gpu", Explicit = true, Reason = "needs an NVIDIA GPU; eng/gpu-check runs it")]
public sealed class DevicePqnLearnerTests(string device)
{
    private const float Rounding = 2e-4f;                                // of sums over some hundred samples in another order, in numbers of about 1
    private const double WeightRounding = 2e-3;                          // Adam divides by the root of the second moment: where that is near 0, rounding of the gradient is magnified
    private static readonly string[] Tasks = ["masked", "pair", "stack", "duelling", "averaged"];
    private static readonly PqnConfig Small = ToyTraining.Pqn with { RolloutSteps = 8, MinibatchRows = 32, Epochs = 2, Epsilon = 0.5f };
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
        Assert.That(other.Rollout.Actions.cpu().data<long>().Select(choice => (int)choice), Is.EqualTo(cpu.Rollout.Choices.Span.ToArray()));
        Assert.That(other.Rollout.Returns.cpu().data<float>().ToArray(), Is.EqualTo(cpu.Rollout.Returns.Span.ToArray()).Within(Rounding));
        Assert.That(actual.Select(metric => metric.Key), Is.EqualTo(expected.Select(metric => metric.Key)));
        foreach (var ((name, value), (_, theirs)) in expected.Zip(actual)) Assert.That(theirs, Is.EqualTo(value).Within(double.IsNaN(value) ? 0 : Rounding * Math.Max(1, Math.Abs(value))), name);
        Assert.That((other.Network.Parameters.Values.cpu() - cpu.Network.Parameters.Values).abs().max().item<float>(), Is.LessThan(WeightRounding));
    }

    [TestCaseSource(nameof(Tasks))]
    public void Overlap_ChangesNoBit(string task) => Assert.That(Learn(OnDevice(task, new(Parts: 2, Overlaps: true))), Is.EqualTo(Learn(OnDevice(task, new(Parts: 2, Overlaps: false)))));

    [TestCaseSource(nameof(Tasks))]
    public void Checkpoint_MovesBetweenDevices(string task)
    {
        using var folder = new TemporaryFolder();
        var (first, cpu, back) = (OnDevice(task), OnCpu(task), OnDevice(task));
        Learn(first);
        first.Save(folder.FullPath);
        cpu.Load(folder.FullPath);
        var kept = folder.File("cpu");
        Directory.CreateDirectory(kept);
        cpu.Save(kept);
        foreach (var file in Directory.GetFiles(kept)) Assert.That(File.ReadAllBytes(file), Is.EqualTo(File.ReadAllBytes(folder.File(Path.GetFileName(file)))), Path.GetFileName(file));
        back.Load(kept);
        Assert.That(Iterate(back, 2), Is.EqualTo(Iterate(first, 2)));
    }

    [Test]
    public void TaskWithoutOneChoice_IsRefused()
    {
        using var environment = IdentityEnvironment.Continuous(4);
        Assert.That(() => new DevicePqnLearner(environment, Small, new(1, 1, 100, device)), Throws.TypeOf<Core.UserErrorException>());
    }

    private static List<string> Learn(ILearner learner)
    {
        learner.Begin(7);
        return Iterate(learner, 3);
    }

    private static List<string> Iterate(ILearner learner, int count)
    {
        var metrics = new List<string>();
        for (var i = 0; i < count; i++) metrics.AddRange(learner.Iterate(ToyTraining.NoSink.Instance).Select(metric => $"{metric.Key} {metric.Value:R}"));
        return metrics;
    }

    private PqnLearner OnCpu(string task) => Kept(new PqnLearner(Make(task), Config(task), new(5, 1, 5000, "cpu")));

    private DevicePqnLearner OnDevice(string task, DeviceRolloutOptions? options = null) => Kept(new DevicePqnLearner(Make(task), Config(task), new(5, 1, 5000, device) { DeviceRollout = options ?? new() }));

    private IEnvironment Make(string task) => Kept(task == "masked" ? IdentityEnvironment.Discrete(16, 4, masked: true) : PairEnvironment.Create(9));

    private T Kept<T>(T made) where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    private static PqnConfig Config(string task) => task switch
    {
        "stack" => Small with { FrameStack = 3 },
        "duelling" => Small with { Duelling = true },
        "averaged" => Small with { AverageUpdates = 5 },
        _ => Small,
    };
}
