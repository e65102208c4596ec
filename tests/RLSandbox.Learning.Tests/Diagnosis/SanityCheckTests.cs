using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Diagnosis;

/// <summary>Each check passes on what is healthy and fails on the fault that it is there for, with the real learner.</summary>
public sealed class SanityCheckTests
{
    private const int Steps = 200;
    private static readonly string[] Names = ["ppo", "dqn", "pqn"];
    private static readonly string[] OnDevice = ["ppo on a device", "dqn on a device", "pqn on a device"];

    [TestCaseSource(nameof(Names))]
    [TestCaseSource(nameof(OnDevice))]
    public void HealthyLearner_PassesEverything(string name)
    {
        using var environment = IdentityEnvironment.Discrete(16);
        using var learner = Learner(name, environment);
        var results = SanityCheck.Run(learner, environment, seed: 1, Steps);
        Assert.That(results.Where(result => !result.Passed), Is.Empty);
        Assert.That(results.Select(result => result.Name), Is.SupersetOf((string[])["observations-vary:wanted", "observations-in-range:wanted", "rewards", "initial-value", "gradients", "overfit"]));
        Assert.That(results.Any(result => result.Name == "initial-entropy"), Is.EqualTo(name.StartsWith("ppo", StringComparison.Ordinal)));
    }

    [Test]
    public void MasksAndSeveralDimensions_HaveTheirOwnEntropy([Values("masked", "multi", "continuous")] string kind)
    {
        using var environment = kind switch { "masked" => IdentityEnvironment.Discrete(16, masked: true), "multi" => IdentityEnvironment.MultiDiscrete(16, true, 2, 3), _ => IdentityEnvironment.Continuous(16) };
        using var learner = Learner("ppo", environment);
        Assert.That(SanityCheck.Run(learner, environment, seed: 1, Steps).Single(result => result.Name == "initial-entropy").Passed);
    }

    /// <summary>ln 2 + ln 3; with a mask that allows 1 of 2 and 2 of 3, then all: (ln 2 + ln 2 + ln 3) / 2; ½ ln 2πe = 1.41894 for each number.</summary>
    [Test]
    public void EntropyWithoutPreference_IsThatOfWhatIsAllowed()
    {
        const double rounding = 1e-5;
        var action = ActionSpec.MultiDiscrete(2, 3);
        Assert.That(SanityProbe.EntropyWithoutPreference(action, []), Is.EqualTo(Math.Log(6)).Within(rounding));
        Assert.That(SanityProbe.EntropyWithoutPreference(action, [true, false, true, true, false, true, true, true, true, true]), Is.EqualTo((2 * Math.Log(2) + Math.Log(3)) / 2).Within(rounding));
        Assert.That(SanityProbe.EntropyWithoutPreference(ActionSpec.Continuous(2), []), Is.EqualTo(2.83788).Within(rounding));
    }

    /// <summary>All units say 0, so that nothing depends on what is before them.</summary>
    [TestCase("ppo", "hidden1.bias")]
    [TestCase("dqn", "hidden1.bias")]
    [TestCase("pqn", "hidden1.shift")]
    [TestCase("ppo on a device", "hidden1.bias")]
    [TestCase("dqn on a device", "hidden1.bias")]
    [TestCase("pqn on a device", "hidden1.shift")]
    public void DetachedPart_HasNoGradient(string name, string parameter)
    {
        var failed = Failed(name, learner => Fill(learner, parameter, -1000));
        Assert.That(failed.Single(result => result.Name == "gradients").Seen, Does.Contain("hidden1.weight").And.Not.Contain("alue.bias"));
    }

    [TestCase("ppo", "value.bias", 100)]
    [TestCase("dqn", "actionValue.bias", 100)]
    [TestCase("pqn", "actionValue.bias", -2)]
    [TestCase("ppo on a device", "value.bias", 100)]
    [TestCase("dqn on a device", "actionValue.bias", 100)]
    [TestCase("pqn on a device", "actionValue.bias", -2)]
    public void ValuesThatBeginFarOff_Fail(string name, string parameter, float value) =>
        Assert.That(Failed(name, learner => Fill(learner, parameter, value)).Select(result => result.Name), Does.Contain("initial-value"));

    [Test]
    public void PolicyThatBeginsDecided_Fails() =>
        Assert.That(Failed("ppo", learner => Fill(learner, "policy.bias", 5, count: 1)).Select(result => result.Name), Is.EquivalentTo((string[])["initial-entropy"]));

    [TestCaseSource(nameof(Names))]
    [TestCaseSource(nameof(OnDevice))]
    public void StepsTooSmall_FitNothing(string name) => Assert.That(Failed(name, _ => { }, learningRate: 1e-9f).Select(result => result.Name), Is.EquivalentTo((string[])["overfit"]));

    [Test]
    public void ConstantObservation_Fails()
    {
        using var environment = BanditEnvironment.Create(16, 0.2f, 0.8f);
        using var learner = Learner("ppo", environment);
        Assert.That(SanityCheck.Run(learner, environment, 1, Steps).Where(result => !result.Passed).Select(result => result.Name), Is.EquivalentTo((string[])["observations-vary:nothing"]));
    }

    [TestCase(0.5f, true)]
    [TestCase(-999f, true)]
    [TestCase(1001f, false)]
    [TestCase(float.NaN, false)]
    [TestCase(float.NegativeInfinity, false)]
    public void NumbersOutsideOfTheirRange_Fail(float number, bool expected)
    {
        using var observations = new ObservationBuffer([new("state", ElementType.Float32, 2)], 3);
        var part = new PartProbe(observations.Parts[0], 0, observations);
        observations.Row<float>(0, 2)[1] = number;
        part.Look(observations);
        var results = SanityCheck.Judge(new TaskProbe(3, 1, [part], 1, 0, 1)).ToList();
        Assert.That(results.Single(result => result.Name == "observations-in-range:state").Passed, Is.EqualTo(expected));
        Assert.That(part.Varying, Is.EqualTo(1), "the second number, in the last row");
    }

    [Test]
    public void NoRewardUnderRandomActions_Fails() =>
        Assert.That(SanityCheck.Judge(new TaskProbe(3, 1, [], 0, 0, 0)).Single(result => !result.Passed).Name, Is.EqualTo("rewards"));

    private static List<SanityResult> Failed(string name, Action<ILearner> spoil, float learningRate = 3e-3f)
    {
        using var environment = IdentityEnvironment.Discrete(16);
        using var learner = Learner(name, environment, learningRate);
        spoil(learner);
        return [.. SanityCheck.Run(learner, environment, seed: 1, Steps).Where(result => !result.Passed)];
    }

    private static ILearner Learner(string name, IEnvironment environment, float learningRate = 3e-3f)
    {
        var options = new LearnerOptions(1, 1, 10_000, "cpu") { DeviceRollout = OnDevice.Contains(name) ? new() : null };
        var network = new NetworkConfig { Convolutions = [], Hidden = [32], LayerNorm = name.StartsWith("pqn", StringComparison.Ordinal) };
        return name switch
        {
            "ppo on a device" => new DevicePpoLearner(environment, ToyTraining.Config with { LearningRate = learningRate, Network = network }, options),
            "pqn on a device" => new DevicePqnLearner(environment, ToyTraining.Pqn with { LearningRate = learningRate, Network = network }, options),
            "dqn on a device" => new DqnLearner(environment, ToyTraining.Dqn with { LearningRate = learningRate, Network = network }, options),
            "ppo" => new PpoLearner(environment, ToyTraining.Config with { LearningRate = learningRate, Network = network }, options),
            "dqn" => new DqnLearner(environment, ToyTraining.Dqn with { LearningRate = learningRate, Network = network }, options),
            _ => new PqnLearner(environment, ToyTraining.Pqn with { LearningRate = learningRate, Network = network }, options),
        };
    }

    private static void Fill(ILearner learner, string parameter, float value, int count = int.MaxValue)
    {
        var network = learner switch
        {
            PpoLearner ppo => ppo.Network, DqnLearner dqn => dqn.Network, PqnLearner pqn => pqn.Network, DevicePpoLearner ppo => ppo.Network, _ => ((DevicePqnLearner)learner).Network,
        };
        var index = network.Parameters.Shapes.Select((shape, i) => (shape.Name, i)).Single(pair => pair.Name == parameter).i;
        var span = TensorMemory.Span<float>(network.Parameters.Values)[network.Parameters.Range(index)];
        span[..Math.Min(count, span.Length)].Fill(value);
    }
}
