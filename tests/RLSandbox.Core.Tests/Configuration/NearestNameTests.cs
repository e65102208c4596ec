using RLSandbox.Core.Configuration;

namespace RLSandbox.Core.Tests.Configuration;

public sealed class NearestNameTests
{
    [TestCase("circuit", "circuit", 0)]
    [TestCase("circut", "circuit", 1)]          // one letter left out
    [TestCase("cricuit", "circuit", 1)]         // two neighbours swapped
    [TestCase("", "abc", 3)]
    [TestCase("kitten", "sitting", 3)]          // the textbook case: two replaced, one added
    public void Distance_CountsTypingMistakes(string from, string to, int expected)
    {
        Assert.That(NearestName.Distance(from, to), Is.EqualTo(expected));
        Assert.That(NearestName.Distance(to, from), Is.EqualTo(expected));
    }

    [TestCase("TopSpeedMPS", "topSpeedMps")]
    [TestCase("topSpedMsp", "topSpeedMps")]
    [TestCase("topSpeed", "topSpeed")]
    [TestCase("offRoad", "offRoadSeconds")]     // the unit forgotten
    [TestCase("of", null)]
    [TestCase("wheel", null)]
    public void Of_TakesTheNearestOrNone(string written, string? expected)
    {
        Assert.That(NearestName.Of(written, ["model", "topSpeedMps", "topSpeed", "offRoadSeconds"]), Is.EqualTo(expected));
    }
}
