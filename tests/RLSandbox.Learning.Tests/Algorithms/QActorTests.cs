using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Algorithms;

public sealed class QActorTests
{
    private const int Rows = 4000;

    /// <summary>ε = 0.3 over three allowed choices of four: the best one is taken in 0.7 + 0.1 of the cases, the others in 0.1 each; 4,000 draws have a deviation of 0.007.</summary>
    [Test]
    public void Epsilon_IsTheShareOfAnyAllowedChoice([Values] bool hasMask)
    {
        var counts = new int[4];
        foreach (var choice in Choices(epsilon: 0.3f, hasMask)) counts[choice]++;
        var (random, others) = (0.3 / (hasMask ? 3 : 4), hasMask ? 0 : 0.3 / 4);
        Assert.That(counts.Select(count => count / (double)Rows), Is.EqualTo(new[] { random, others, 0.7 + random, random }).Within(0.03));
        if (hasMask) Assert.That(counts[1], Is.Zero);
    }

    /// <summary>Blocks of four steps begin at steps 0, 4, 8 …: within one every row keeps its draws, and the next one draws anew.</summary>
    [Test]
    public void RandomChoice_IsHeldForABlockOfSteps()
    {
        var steps = Enumerable.Range(0, 12).Select(step => Choices(epsilon: 1, hasMask: false, step, holdSteps: 4)).ToArray();
        foreach (var block in steps.Chunk(4)) Assert.That(block, Is.All.EqualTo(block[0]));
        Assert.That(steps[0].Zip(steps[4]).Count(pair => pair.First == pair.Second), Is.EqualTo(Rows / 4).Within(150), "independent draws agree in a quarter of the rows");
    }

    [Test]
    public void WithoutEpsilon_TheBestAllowedChoiceIsTaken([Values] bool hasMask) => Assert.That(Choices(epsilon: 0, hasMask), Is.All.EqualTo(2));

    [TestCase(new[] { 1f, 3, 3, 2 }, new bool[0], 1)]
    [TestCase(new[] { 1f, 3, 3, 2 }, new[] { true, false, false, true }, 3)]
    public void Best_IsTheFirstOfTheLargestAllowed(float[] values, bool[] allowed, int expected) => Assert.That(QActor.Best(values, allowed), Is.EqualTo(expected));

    [Test]
    public void ContinuousActions_SayWhatToDo([Values("dqn", "pqn")] string algorithm)
    {
        using var continuous = IdentityEnvironment.Continuous(2);
        using var several = IdentityEnvironment.MultiDiscrete(2, masked: false, 3, 4);
        foreach (var environment in (IEnvironment[])[continuous, several])
        {
            Assert.That(() => Learners.Create(algorithm, environment, null, new(1, 1, 100, "cpu")), Throws.TypeOf<UserErrorException>().With.Message.Contains("--set actions.use=discrete"));
        }
    }

    /// <summary>Values 0, 9, 5, 1; where there is a mask the second choice, the largest, is forbidden; without one it is worth less.</summary>
    private static int[] Choices(float epsilon, bool hasMask, int step = 3, int holdSteps = 1)
    {
        var actor = new QActor(choiceCount: 4, seed: 1, holdSteps);
        float[] values = [.. Enumerable.Repeat(new[] { 0f, hasMask ? 9 : 4, 5, 1 }, Rows).SelectMany(row => row)];
        bool[] mask = hasMask ? [.. Enumerable.Repeat(new[] { true, false, true, true }, Rows).SelectMany(row => row)] : [];
        var choices = new int[Rows];
        actor.Choose(values, mask, epsilon, (uint)step, choices);
        return choices;
    }
}
