using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;
using RLSandbox.TestKit.Contract;

namespace RLSandbox.Learning.Tests.Classic;

/// <summary>What every task has in common, and where each begins and ends.</summary>
public sealed class ClassicTaskTests
{
    [TestCaseSource(typeof(ClassicTasks), nameof(ClassicTasks.Names))]
    [Category("Contract")]
    public void EveryTask_KeepsTheContract(string name)
    {
        using var environment = ClassicTasks.Create(name, 5);
        var report = EnvironmentContract.Check(environment, steps: 520);                 // longer than the longest episode
        Assert.That(report.Terminated + report.Truncated, Is.Positive);
        Assert.That(report.SeedMatters, Is.EqualTo(name != "endless-reward"), "nothing in endless-reward is random");
    }

    [TestCaseSource(typeof(ClassicTasks), nameof(ClassicTasks.Names))]
    public void EveryTask_HasItsOwnEpisodesInEachStream(string name)
    {
        if (name is "endless-reward" or "bandit") return;                                // show the same at every start
        Assert.That(FirstObservations(name, "test"), Is.Not.EqualTo(FirstObservations(name, "training")));
    }

    [TestCaseSource(typeof(ClassicTasks), nameof(ClassicTasks.Names))]
    public void EnvironmentInABatch_EqualsItAlone(string name)
    {
        using var alone = ClassicTasks.Create(name, 1);
        using var batch = ClassicTasks.Create(name, 7);
        using var one = new ActionBuffer(alone.Spec.Action, alone.Spec.RowCount);
        using var seven = new ActionBuffer(batch.Spec.Action, batch.Spec.RowCount);
        alone.Reset(3);
        batch.Reset(3);
        for (var step = 0; step < 60; step++)
        {
            alone.Step(one);
            batch.Step(seven);
            Assert.That(alone.Rewards[0], Is.EqualTo(batch.Rewards[0]));
            Assert.That(alone.Observations.Bytes(0, 0).SequenceEqual(batch.Observations.Bytes(0, 0)));
        }
    }

    /// <summary>Source of the four limits: Gymnasium's registration of the tasks; what is paid until then follows from the reward of a step.</summary>
    [TestCase("cartpole", 500, 500f, Description = "balanced by a rule on angle and angular velocity")]
    [TestCase("mountain-car", 200, -200f, Description = "pushing left for ever")]
    [TestCase("acrobot", 500, -500f, Description = "no torque")]
    [TestCase("pendulum", 200, float.NaN)]
    public void Limit_CutsTheEpisodeOff(string name, int limit, float expectedReturn)
    {
        using var environment = ClassicTasks.Create(name, 1);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        var sum = 0f;
        for (var step = 1; step <= limit; step++)
        {
            var seen = environment.Observations.Row<float>(0, 0);
            if (name == "cartpole") actions.Choices[0] = seen[2] + 0.3f * seen[3] + 0.02f * seen[0] + 0.05f * seen[1] > 0 ? 1 : 0;
            if (name == "acrobot") actions.Choices[0] = 1;
            environment.Step(actions);
            sum += environment.Rewards[0];
            Assert.That((environment.Terminated[0], environment.Truncated[0]), Is.EqualTo((false, step == limit)), $"step {step}");
        }
        if (!float.IsNaN(expectedReturn)) Assert.That(sum, Is.EqualTo(expectedReturn));
        Assert.That(environment.FinalRows.ToArray(), Is.EqualTo(new[] { 0 }));
    }

    /// <summary>1,000 starts: all inside the published range and spread over it.</summary>
    [TestCase("cartpole", new[] { -0.05f, -0.05f, -0.05f, -0.05f }, new[] { 0.05f, 0.05f, 0.05f, 0.05f })]
    [TestCase("mountain-car", new[] { -0.6f, 0f }, new[] { -0.4f, 0f })]
    [TestCase("acrobot", new[] { 0.995f, -0.09984f, 0.995f, -0.09984f, -0.1f, -0.1f }, new[] { 1f, 0.09984f, 1f, 0.09984f, 0.1f, 0.1f }, Description = "cos and sin of 0.1")]
    [TestCase("pendulum", new[] { -1f, -1f, -1f }, new[] { 1f, 1f, 1f })]
    public void Starts_FillThePublishedRange(string name, float[] low, float[] high)
    {
        using var environment = ClassicTasks.Create(name, 1000);
        environment.Reset(1);
        for (var i = 0; i < low.Length; i++)
        {
            var values = Enumerable.Range(0, 1000).Select(row => environment.Observations.Row<float>(0, row)[i]).ToArray();
            Assert.That(values, Is.All.InRange(low[i] - 1e-5f, high[i] + 1e-5f));
            Assert.That(values.Max() - values.Min(), Is.GreaterThanOrEqualTo(0.98f * (high[i] - low[i])));
        }
    }

    [Test]
    public void Pendulum_ClampsTheActionAndNamesTheEnd()
    {
        using var environment = PendulumEnvironment.Create(2);
        using var actions = new ActionBuffer(environment.Spec.Action, 2);
        (actions.Values[0], actions.Values[1]) = (5f, 1f);
        environment.Reset(1);
        environment.Step(actions);
        Assert.That(environment.Terms[4], Is.EqualTo(-0.001f * 2 * 2).Within(1e-9f), "third term of row 0: 0.001 · (2 N·m)²");
        Assert.That(environment.Terms[5], Is.EqualTo(environment.Terms[4]));
        Assert.That(environment.Spec.Outcomes.Select(outcome => outcome.Name), Is.EqualTo(new[] { "upright", "down" }));
    }

    [Test]
    public void Memory_ShowsTheSymbolOnceAndAsksAtTheEnd()
    {
        using var environment = MemoryEnvironment.Create(1, symbols: 3, delay: 2);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        var symbol = environment.Observations.Row<byte>(0, 0).IndexOf((byte)255);
        Assert.That(symbol, Is.InRange(0, 2));
        actions.Choices[0] = symbol;
        environment.Step(actions);
        Assert.That(environment.Observations.Row<byte>(0, 0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 0 }));
        Assert.That(environment.Rewards[0], Is.Zero, "too early");
        environment.Step(actions);
        Assert.That(environment.Observations.Row<byte>(0, 0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 255 }), "the question");
        environment.Step(actions);
        Assert.That((environment.Rewards[0], environment.Terminated[0], environment.Outcomes[0]), Is.EqualTo((1f, true, 0)));
    }

    [Test]
    public void UnknownName_ShowsTheNearest() =>
        Assert.That(() => ClassicTasks.Create("cart-pole", 1), Throws.TypeOf<UserErrorException>().With.Message.Contains("did you mean 'cartpole'?"));

    private static byte[] FirstObservations(string name, string stream)
    {
        using var environment = ClassicTasks.Create(name, 8, stream);
        environment.Reset(1);
        return [.. Enumerable.Range(0, environment.Spec.RowCount).SelectMany(row => environment.Observations.Bytes(0, row).ToArray())];
    }
}
