using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>Camera, convolutions and the ECS stepped by halves: driving with rollouts on a device, against driving on the CPU.</summary>
[TensorScope]
[TestFixture(DeviceName.Cpu)]
[TestFixture(DeviceName.Cuda, Category = "Gpu", Explicit = true, Reason = "needs an NVIDIA GPU; eng/gpu-check runs it")]
public sealed class DrivingOnDeviceTests(string device)
{
    private const double Rounding = 1e-3;                                // convolutions of some hundred products, in another order, and two updates behind one another

    private static readonly PpoConfig Config = ToyTraining.Config with { RolloutSteps = 12, MinibatchRows = 24, Epochs = 1, FrameStack = 2, Network = NetworkConfig.Preset("tiny") };

    /// <summary>Learns three times, at the end: what is lived follows from the initial weights.</summary>
    private static readonly DqnConfig Replayed = ToyTraining.Dqn with
    {
        IterationSteps = 12, LearnEverySteps = 12, GradientSteps = 3, WarmupRows = 0, MinibatchRows = 24, Epsilon = 0.5f, FrameStack = 2, Network = NetworkConfig.Preset("tiny"), Replay = new() { Rows = 60 },
    };

    private readonly IReadOnlyList<CompiledMap> _maps = DrivingScenes.Maps();

    [OneTimeTearDown]
    public void Release()
    {
        foreach (var map in _maps) map.Dispose();
    }

    [Test]
    public void FirstIteration_IsTheSameAsOnTheCpu()
    {
        using var environment = DrivingScenes.Environment(_maps, 5, threads: 2);
        using var other = DrivingScenes.Environment(_maps, 5, threads: 2);
        using var cpu = new PpoLearner(environment, Config, new(5, 2, 5000, "cpu"));
        using var learner = new DevicePpoLearner(other, Config, new(5, 2, 5000, device) { DeviceRollout = new() });
        Compare(cpu, learner, environment, other);
    }

    [Test]
    public void Dqn_FirstIterationIsTheSameAsOnTheCpu()
    {
        using var environment = DrivingScenes.Environment(_maps, 5, threads: 2);
        using var other = DrivingScenes.Environment(_maps, 5, threads: 2);
        using var cpu = new DqnLearner(environment, Replayed, new(5, 2, 5000, "cpu"));
        using var learner = new DqnLearner(other, Replayed, new(5, 2, 5000, device) { DeviceRollout = new() });
        Compare(cpu, learner, environment, other);
    }

    private static void Compare(ILearner cpu, ILearner learner, DrivingEnvironment environment, DrivingEnvironment other)
    {
        cpu.Begin(7);
        learner.Begin(7);
        var (expected, actual) = (cpu.Iterate(ToyTraining.NoSink.Instance), learner.Iterate(ToyTraining.NoSink.Instance));
        Assert.That(actual.Select(metric => metric.Key), Is.EqualTo(expected.Select(metric => metric.Key)));
        for (var row = 0; row < environment.Spec.EnvironmentCount; row++) Assert.That(other.World.Hash(row), Is.EqualTo(environment.World.Hash(row)), "the same actions, the same worlds");
        foreach (var ((name, value), (_, theirs)) in expected.Zip(actual)) Assert.That(theirs, Is.EqualTo(value).Within(double.IsNaN(value) ? 0 : Rounding * Math.Max(1, Math.Abs(value))), name);
    }
}
