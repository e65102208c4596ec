using RLSandbox.Core.Contract;
using RLSandbox.TestKit.Contract;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Classic;

[Category("Contract")]
public sealed class TinyWorldContractTests
{
    [Test]
    public void Bandit_KeepsTheContract()
    {
        var report = Check(BanditEnvironment.Create(5, 0.1f, 0.9f, 0.5f));
        Assert.That(report, Is.EqualTo(new ContractReport(Started: 1000, Terminated: 1000, Truncated: 0, Inactive: 0, SeedMatters: true)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Identity_KeepsTheContract(bool masked)
    {
        foreach (var environment in new[] { IdentityEnvironment.Discrete(5, symbols: 4, masked), IdentityEnvironment.MultiDiscrete(5, masked, 3, 2, 5), IdentityEnvironment.Continuous(5, dimensions: 3) })
        {
            var report = Check(environment);                    // 200 steps are 25 episodes of 8 in each of 5 environments
            Assert.That(report, Is.EqualTo(new ContractReport(Started: 125, Terminated: 125, Truncated: 0, Inactive: 0, SeedMatters: true)), environment.Spec.Name);
        }
    }

    [Test]
    public void Corridor_KeepsTheContract()
    {
        var report = Check(CorridorEnvironment.Create(5, length: 4));
        Assert.That(report.Terminated, Is.GreaterThan(100));
        Assert.That(report.Truncated, Is.GreaterThan(0));
        Assert.That(report.SeedMatters, Is.True);
    }

    [TestCase(true, 100, 0)]
    [TestCase(false, 0, 100)]
    public void EndlessReward_KeepsTheContract(bool terminates, int terminated, int truncated)
    {
        var report = Check(EndlessRewardEnvironment.Create(5, terminates));
        Assert.That(report, Is.EqualTo(new ContractReport(Started: 100, terminated, truncated, Inactive: 0, SeedMatters: false)));
    }

    [Test]
    public void Pair_KeepsTheContractWithRowsThatEndBeforeTheirEnvironment()
    {
        var report = Check(PairEnvironment.Create(5));
        Assert.That(report.Inactive, Is.GreaterThan(100));
        Assert.That(report.Terminated, Is.GreaterThan(100));
        Assert.That(report.Truncated, Is.GreaterThan(100));
        Assert.That(report.Started, Is.EqualTo(report.Terminated + report.Truncated).Within(2 * 5), "every row that started ends, but for the last episode");
    }

    private static ContractReport Check(IEnvironment environment)
    {
        using (environment) return EnvironmentContract.Check(environment);
    }
}
