using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>A rollout against the diary of what was lived: who took part, what ended how, and which value continues each step.</summary>
public sealed class RolloutTests
{
    private const int Steps = 40, Last = 100_000, Final = 200_000;

    /// <summary>The value of sample i is i, of row r after the last step 100,000 + r, and of what sample i saw last 200,000 + i.</summary>
    [Test]
    public void EveryStep_IsContinuedByTheValueOfWhatItLedTo()
    {
        TorchRuntime.EnsureLoaded();
        using var environment = new StreamEnvironment(3, hasMask: true);
        using var rollout = new Rollout(environment.Spec, Steps, stack: 1);
        using var actions = new ActionBuffer(environment.Spec.Action, rollout.Rows);
        var finals = new List<float>();
        void TakeFinals()
        {
            rollout.TakeFinalValues([.. finals]);
            finals.Clear();
        }

        for (var i = 0; i < Steps * rollout.Rows; i++) rollout.Values.Span[i] = i;
        environment.Reset(1, rollout.Observations.Target(0));
        rollout.RecordMoment(0, environment);
        for (var t = 0; t < Steps; t++)
        {
            environment.Step(actions, rollout.Observations.Target(t + 1));
            rollout.Record(t, environment);
            if (!rollout.HasRoomForFinals(environment)) TakeFinals();
            rollout.AddFinals(t, environment);
            foreach (var row in environment.FinalRows) finals.Add(Final + t * rollout.Rows + row);
        }

        TakeFinals();
        rollout.FillNextValues([.. Enumerable.Range(Last, rollout.Rows).Select(value => (float)value)]);
        rollout.ListSamples();
        Compare(rollout, environment.Diary);
    }

    private static void Compare(Rollout rollout, List<StreamEnvironment.Entry[]> diary)
    {
        var (samples, truncated, terminated, goingOn) = (new List<long>(), 0, 0, 0);
        for (var i = 0; i < Steps * rollout.Rows; i++)
        {
            var (t, row) = Math.DivRem(i, rollout.Rows);
            var entry = diary[t][row];
            if (entry.Active) samples.Add(i);
            Assert.That((rollout.Active[i], rollout.Terminated[i], rollout.Done[i]), Is.EqualTo((entry.Active, entry.Terminated || !entry.Active, entry.Terminated || entry.Truncated || !entry.Active)), $"{t}, {row}");
            if (!entry.Active) Assert.That(rollout.Values.Span[i], Is.Zero);
            if (!entry.Active || entry.Terminated)
            {
                terminated++;
                continue;
            }

            var next = i + rollout.Rows;
            Assert.That(rollout.NextValues.Span[i], Is.EqualTo(entry.Truncated ? Final + i : t + 1 == Steps ? Last + row : diary[t + 1][row].Active ? next : 0), $"{t}, {row}");
            if (entry.Truncated) truncated++;
            else goingOn++;
        }

        Assert.That(rollout.Samples.Span[..rollout.SampleCount].ToArray(), Is.EqualTo(samples));
        Assert.That((truncated > 5, terminated > 5, goingOn > 50), Is.EqualTo((true, true, true)));
    }
}
