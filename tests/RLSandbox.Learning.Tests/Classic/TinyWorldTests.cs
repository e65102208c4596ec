using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Classic;

/// <summary>The known optimum of each tiny world, played by hand.</summary>
public sealed class TinyWorldTests
{
    [Test]
    public void Bandit_PaysTheMeanOfTheArmPlusNoise()
    {
        const int Pulls = 4000;
        const double Noise = 0.02;                              // 4 standard errors: sqrt(1/12) / sqrt(4000) = 0.0046
        using var bandit = BanditEnvironment.Create(Pulls, 0.2f, 0.7f);
        using var actions = Always(bandit, 1);
        bandit.Reset(1);
        bandit.Step(actions);
        Assert.That(bandit.Rewards.ToArray().Average(), Is.EqualTo(0.7).Within(Noise));
        Assert.That((bandit.Rewards.ToArray().Min(), bandit.Rewards.ToArray().Max()), Is.EqualTo((0.2f, 1.2f)).Within(0.01f));
        Assert.That(bandit.Rewards.ToArray().Distinct().Count(), Is.GreaterThan(Pulls - 10), "each its own noise; of 2²⁴ numbers few are drawn twice");
        Assert.That(bandit.Outcomes.ToArray(), Is.All.EqualTo(0), "the best arm");
        actions.Choices.Clear();
        bandit.Step(actions);
        Assert.That(bandit.Measures.ToArray(), Is.All.EqualTo(0.5f).Within(1e-6f), "regret 0.7 - 0.2");
    }

    [Test]
    public void Identity_SayingWhatItShows_PaysOnePerStep()
    {
        using var identity = IdentityEnvironment.MultiDiscrete(3, masked: true, 3, 4);
        using var actions = new ActionBuffer(identity.Spec.Action, 3);
        identity.Reset(1);
        for (var step = 1; step <= IdentityEnvironment.Steps; step++)
        {
            for (var row = 0; row < 3; row++)
            {
                var seen = identity.Observations.Row<float>(0, row);
                actions.Choices[row * 2] = seen[..3].IndexOf(1f);
                actions.Choices[row * 2 + 1] = seen[3..].IndexOf(1f);
            }
            identity.Step(actions);
            Assert.That(identity.Rewards.ToArray(), Is.All.EqualTo(1f));
            Assert.That(identity.Terminated.ToArray(), Is.All.EqualTo(step == IdentityEnvironment.Steps));
        }
    }

    [Test]
    public void Identity_HalfRight_PaysHalf()
    {
        using var identity = IdentityEnvironment.MultiDiscrete(1, masked: false, 3, 4);
        using var actions = new ActionBuffer(identity.Spec.Action, 1);
        identity.Reset(1);
        actions.Choices[0] = identity.Observations.Row<float>(0, 0)[..3].IndexOf(1f);
        actions.Choices[1] = (identity.Observations.Row<float>(0, 0)[3..].IndexOf(1f) + 1) % 4;
        identity.Step(actions);
        Assert.That(identity.Rewards[0], Is.EqualTo(0.5f));
    }

    [Test]
    public void Identity_MaskedChoice_Throws()
    {
        using var identity = IdentityEnvironment.Discrete(1, symbols: 12, masked: true);
        identity.Reset(1);
        using var actions = Always(identity, identity.ActionMask.IndexOf(false));
        Assert.That(() => identity.Step(actions), Throws.ArgumentException.With.Message.Contains("masked"));
    }

    [Test]
    public void IdentityContinuous_PaysOneMinusTheSquaredError()
    {
        using var identity = IdentityEnvironment.Continuous(1, dimensions: 2);
        using var actions = new ActionBuffer(identity.Spec.Action, 1);
        identity.Reset(1);
        var wanted = identity.Observations.Row<float>(0, 0);
        (actions.Values[0], actions.Values[1]) = (wanted[0] + 0.1f, wanted[1]);
        identity.Step(actions);
        Assert.That(identity.Rewards[0], Is.EqualTo(1 - 0.1f * 0.1f / 2).Within(1e-6f));      // 0.995
    }

    [Test]
    public void Corridor_EachDoorPaysItsOwn()
    {
        using var corridor = CorridorEnvironment.Create(20, length: 4);
        using var far = Always(corridor, 1);
        corridor.Reset(1);
        for (var step = 1; step <= 4; step++)
        {
            corridor.Step(far);
            for (var row = 0; row < 20; row++)
            {
                // From the middle (cell 2) the far door is 2 steps away, from cell 0 it is 4; who left after 2 steps began again.
                if (step == 2) Assert.That(corridor.Rewards[row], Is.EqualTo(corridor.Groups[row] == 1 ? 1f : 0f));
                if (corridor.Terminated[row]) Assert.That((corridor.Outcomes[row], corridor.Measures[20 + row]), Is.EqualTo((0, corridor.Groups[row] == 1 ? 2f : 4f)));
            }
        }

        using var near = Always(corridor, 0);
        corridor.Reset(1);
        corridor.Step(near);
        Assert.That(corridor.Rewards.ToArray().Where(reward => reward != 0), Is.Not.Empty.And.All.EqualTo(CorridorEnvironment.NearPay), "one step from cell 0");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void EndlessReward_EndsAtItsLimit(bool terminates)
    {
        using var endless = EndlessRewardEnvironment.Create(1, terminates, limit: 3);
        using var actions = Always(endless, 0);
        endless.Reset(1);
        var left = new List<float>();
        for (var step = 1; step <= 3; step++)
        {
            left.Add(endless.Observations.Row<float>(0, 0)[0]);
            endless.Step(actions);
            Assert.That(endless.Rewards[0], Is.EqualTo(1f));
            Assert.That((endless.Terminated[0], endless.Truncated[0]), Is.EqualTo((terminates && step == 3, !terminates && step == 3)));
        }
        Assert.That(left, Is.EqualTo(new[] { 1f, 1 - 1f / 3, 1 - 2f / 3 }));
        if (!terminates) Assert.That(endless.FinalObservations.Row<float>(0, 0)[0], Is.Zero, "no time left, seen before the reset");
        Assert.That(endless.Observations.Row<float>(0, 0)[0], Is.EqualTo(1f), "the next episode");
    }

    [Test]
    public void Pair_RingingInTheLastStepOfTheFuse_PaysOnce()
    {
        using var pair = PairEnvironment.Create(30);
        using var actions = Always(pair, 0);
        pair.Reset(1);
        for (var step = 0; step < 50; step++)
        {
            var isLast = new bool[60];
            for (var row = 0; row < 60; row++)
            {
                isLast[row] = pair.Observations.Row<byte>(0, row)[..6].Count((byte)255) == 1;
                actions.Choices[row] = isLast[row] ? 1 : 0;
            }
            pair.Step(actions);
            Assert.That(pair.Rewards.ToArray(), Is.EqualTo(isLast.Select(last => last ? 1f : 0f)), "a burnt fuse shows 0, so an inactive row never rings");
            Assert.That(pair.Terminated.ToArray(), Is.EqualTo(isLast));
        }
    }

    [Test]
    public void StateOfAnotherBatch_IsRefused()
    {
        using var file = new MemoryStream();
        using var small = PairEnvironment.Create(3);
        using var large = PairEnvironment.Create(4);
        small.SaveState(file);
        file.Position = 0;
        Assert.That(() => large.LoadState(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("pair × 4").And.Message.Contains("pair × 3"));
    }

    private static ActionBuffer Always(IEnvironment environment, int choice)
    {
        var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        actions.Choices.Fill(choice);
        return actions;
    }
}
