using RLSandbox.Cli.Bench;

namespace RLSandbox.Cli.Tests.Bench;

[NonParallelizable]                                              // counts what every thread allocates
public sealed class RepeatsTests
{
    [Test]
    public void WorkThatAllocatesNothing_IsNotChargedWithTheMeasuring()
    {
        const int repeats = 200;
        const int tries = 20;                                   // the counter of all threads also sees others of this process: one try must be free of them
        const int sorted = sizeof(double);                      // bytes per call, at least, if the sorted rates were counted

        var bytes = Enumerable.Range(0, tries).Select(_ => new Repeats(repeats, 0).InTurn((() => Thread.SpinWait(20_000), 1))[0].BytesPerCall);
        Assert.That(bytes, Has.Some.LessThan(sorted));
    }

    [Test]
    public void WorksInTurn_AlternateWithinEachRepeat()
    {
        var (calls, moments) = (new List<char>(), new List<string>());
        var repeats = new Repeats(2, 0.4) { Told = moment => { moments.Add(moment); calls.Add('|'); } };
        repeats.InTurn((() => Call('a'), 1), (() => Call('b'), 1));
        Assert.That(string.Concat(calls), Does.Match(@"^\|a+\|b+(\|(ab){2,}(a*|b*)){2}$"), "a call takes longer than a turn, and several fit into a repeat");
        Assert.That(moments, Is.EqualTo(new[] { "warm-up", "warm-up", "repeat 1 of 2", "repeat 2 of 2" }));

        void Call(char name)
        {
            calls.Add(name);
            Thread.Sleep(60);
        }
    }

    [Test]
    public void Times_ComparesRepeatByRepeat()
    {
        Rates fast = new([20, 200, 30], 0), slow = new([10, 50, 10], 0);
        Assert.That(fast.Times(slow), Is.EqualTo(3), "ratios 2, 4 and 3; each within its own repeat");
        Assert.That(fast.Measured, Is.EqualTo(new Measurement(30, 20, 200)));
    }
}
