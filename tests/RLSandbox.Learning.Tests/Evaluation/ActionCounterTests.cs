using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Tests.Evaluation;

public sealed class ActionCounterTests
{
    /// <summary>Two rows, three steps, choices 0 and 1; row 1 starts its second episode at the last step, which does not count: 3 of 5 and 2 of 5.</summary>
    [Test]
    public void Choices_AreCountedInTheFirstEpisodeOfEachRow()
    {
        var spec = ActionSpec.Discrete(3);
        using var counter = new ActionCounter(new Fixed(actions => (actions.Choices[0], actions.Choices[1]) = (0, 1)), spec, bins: 5);
        Play(counter, spec, [true, true], [false, false], [false, true]);
        Assert.That(counter.Steps, Is.EqualTo(5));
        Assert.That(counter.Shares, Is.EqualTo(new[] { 0.6, 0.4, 0 }));
    }

    /// <summary>−1 and below is the first of five bins, 0.1 the middle one, 1 the last.</summary>
    [Test]
    public void Numbers_AreCountedInBins_DimensionAfterDimension()
    {
        var spec = ActionSpec.Continuous(2);
        using var counter = new ActionCounter(new Fixed(actions => new[] { -3f, 0.1f, 1f, 0.1f }.CopyTo(actions.Values)), spec, bins: 5);
        Play(counter, spec, [true, true]);
        Assert.That(counter.Shares, Is.EqualTo(new[] { 0.5, 0, 0, 0, 0.5, 0, 0, 1, 0, 0 }));
    }

    private static void Play(ActionCounter counter, ActionSpec spec, params bool[][] started)
    {
        using var observations = new ObservationBuffer([new("state", ElementType.Float32, 1)], 2);
        using var actions = new ActionBuffer(spec, 2);
        foreach (var step in started) counter.Act(new() { Observations = observations, Started = step }, [], actions);
    }

    private sealed class Fixed(Action<ActionBuffer> act) : IPolicy
    {
        public string Name => "fixed";
        public int StateSize => 0;

        public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions) => act(actions);

        public void Dispose()
        {
        }
    }
}
