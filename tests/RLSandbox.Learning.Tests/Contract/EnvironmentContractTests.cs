using RLSandbox.TestKit.Contract;

namespace RLSandbox.Learning.Tests.Contract;

/// <summary>The suite itself: it passes a sound environment and names the broken rule of every other.</summary>
[Category("Contract")]
public sealed class EnvironmentContractTests
{
    [Test]
    public void SoundEnvironment_Passes()
    {
        using var environment = new BrokenEnvironment(Defect.None);
        Assert.That(() => EnvironmentContract.Check(environment), Throws.Nothing);
    }

    [TestCase(Defect.NotAllRowsWritten, "not written whole")]
    [TestCase(Defect.WritesOutsideTheRow, "part agent was written outside row 7")]
    [TestCase(Defect.ObservationNotFinite, "holds NaN")]
    [TestCase(Defect.IgnoresTheTarget, "not written whole")]
    [TestCase(Defect.BothEndsAtOnce, "terminated and truncated at once")]
    [TestCase(Defect.FinalRowsMissing, "final rows []")]
    [TestCase(Defect.StartedForgotten, "Started is False")]
    [TestCase(Defect.ActiveAlways, "Active is True, expected False")]
    [TestCase(Defect.InactiveRewarded, "reward 1")]
    [TestCase(Defect.RewardIsNotTheSum, "is not the sum of its terms")]
    [TestCase(Defect.NoOutcome, "outcome -1 with terminated True")]
    [TestCase(Defect.DependsOnHistory, "does not repeat")]
    [TestCase(Defect.StateNotWhole, "After loading")]
    [TestCase(Defect.LoadsGarbage, "garbage")]
    [TestCase(Defect.Allocates, "allocated")]
    public void Defect_IsNamed(Defect defect, string message)
    {
        using var environment = new BrokenEnvironment(defect);
        Assert.That(() => EnvironmentContract.Check(environment), Throws.TypeOf<ContractException>().With.Message.Contains(message));
    }
}
