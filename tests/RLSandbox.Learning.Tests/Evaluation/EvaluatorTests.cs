using System.Text.Json;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const double Exact = 1e-9;

    [Test]
    public void ShortEpisodes_AreNotPreferred()
    {
        // Environment 0 always fails after 2 steps, environment 1 succeeds after 9. Four episodes are two of each;
        // the first four to finish would all be failures.
        using var environment = new CountdownEnvironment(1, [2], [9]);
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 4, seed: 1);
        Assert.That(report.Episodes, Is.EqualTo(4));
        Assert.That(report.Success.Value, Is.EqualTo(0.5).Within(Exact));
        Assert.That(report.Return.Value, Is.EqualTo((2 + 2 + 9 + 9) / 4.0).Within(Exact));
    }

    [Test]
    public void EpisodesThatDoNotDivideEvenly_AreGivenByTheFirstRows()
    {
        using var environment = new CountdownEnvironment(1, [3], [3], [5]);
        var episodes = Evaluator.Play(environment, new ConstantPolicy(0), 5, seed: 1);
        Assert.That(episodes.Select(episode => episode.Length), Is.EqualTo(new[] { 3, 3, 3, 3, 5 }));      // 2 + 2 + 1
    }

    [Test]
    public void FewerEpisodesThanRows_TakeTheFirstRowsOnce()
    {
        using var environment = new CountdownEnvironment(1, [4], [1], [1]);
        var episodes = Evaluator.Play(environment, new ConstantPolicy(0), 1, seed: 1);
        Assert.That(episodes.Select(episode => episode.Length), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public void InactiveRows_AddNothing()
    {
        // Agent 0 drives 3 steps for a reward of 1 + 1 each; agent 1 crashes after one step and then waits.
        using var environment = new CountdownEnvironment(2, [3]);
        var episodes = Evaluator.Play(environment, new ConstantPolicy(1), 4, seed: 1);
        Assert.That(episodes.Select(episode => episode.Return), Is.EqualTo(new[] { 6.0, 6.0, 2.0, 2.0 }));
        Assert.That(episodes.Select(episode => episode.Length), Is.EqualTo(new[] { 3, 3, 1, 1 }));
        Assert.That(episodes.Select(episode => episode.Outcome), Is.EqualTo(new[] { 0, 0, 2, 2 }));
    }

    [Test]
    public void MeasuresThatDoNotApply_AreLeftOut()
    {
        using var environment = new CountdownEnvironment(1, [2], [9], [5]);
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 3, seed: 1);
        Assert.That(report.Measure("lapTime")!.Mean.Value, Is.EqualTo(7).Within(Exact));                  // 9 and 5 were laps
        Assert.That(report.Measure("lapTime")!.Median, Is.EqualTo(7).Within(Exact));
        Assert.That(report.Measure("progress")!.Mean.Value, Is.EqualTo(160 / 3.0).Within(Exact));         // 20, 90, 50
    }

    [Test]
    public void Groups_AreReportedApart()
    {
        // First episode of each environment is group "first": lengths 2 and 3; second ones are "later": 5 and 7.
        using var environment = new CountdownEnvironment(1, [2, 5], [3, 7]);
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 4, seed: 1);
        Assert.That(report.Groups.Select(group => (group.Name, group.Episodes, group.Success.Value)), Is.EqualTo(new[] { ("first", 2, 0.5), ("later", 2, 1.0) }));
    }

    [Test]
    public void Json_HasThePromisedShape()
    {
        using var environment = new CountdownEnvironment(1, [2, 4], [3, 2]);
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 4, seed: 1);
        using var document = JsonDocument.Parse(EvaluationJson.Write(report));
        var root = document.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(
                root.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "formatVersion", "scenario", "policy", "episodes", "success", "outcomes", "return", "progress", "lapTime", "maps" }));
            Assert.That(root.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("scenario").GetString(), Is.EqualTo("countdown-v1"));
            Assert.That(root.GetProperty("success").EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "rate", "low", "high" }));
            Assert.That(root.GetProperty("outcomes").GetProperty("timeout").GetProperty("rate").GetDouble(), Is.EqualTo(0.75).Within(Exact));
            Assert.That(root.GetProperty("return").EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "mean", "low", "high" }));
            Assert.That(root.GetProperty("lapTime").GetProperty("median").GetDouble(), Is.EqualTo(3).Within(Exact));
            Assert.That(root.GetProperty("maps")[0].GetProperty("map").GetString(), Is.EqualTo("first"));
            Assert.That(root.GetProperty("maps")[0].GetProperty("success").GetDouble(), Is.EqualTo(0.5).Within(Exact));
            Assert.That(root.GetProperty("maps")[1].GetProperty("lapTime").ValueKind, Is.EqualTo(JsonValueKind.Null));      // nobody lapped there
        });
    }

    [Test]
    public void SeveralSuites_AreAnArrayOfTheSameDocuments()
    {
        using var environment = new CountdownEnvironment(1, [2], [9]);
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 2, seed: 1) with { Suite = "wet-road" };
        using var one = JsonDocument.Parse(EvaluationJson.Write(report));
        using var several = JsonDocument.Parse(EvaluationJson.Write([report, report]));
        Assert.That(one.RootElement.GetProperty("suite").GetString(), Is.EqualTo("wet-road"));
        Assert.That(several.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "formatVersion", "scenario", "policy", "suites" }));
        Assert.That(several.RootElement.GetProperty("suites").GetArrayLength(), Is.EqualTo(2));
        Assert.That(
            several.RootElement.GetProperty("suites")[1].EnumerateObject().Select(property => property.Name),
            Is.EqualTo(one.RootElement.EnumerateObject().Select(property => property.Name)));
    }

    [Test]
    public void EpisodesThatWouldRepeat_AreNotCounted()
    {
        // Two beginnings in two environments: of the six episodes asked for, the last four would repeat the first two.
        using var environment = new CountdownEnvironment(1, [2], [9]) { DistinctEpisodes = 2 };
        var report = Evaluator.Run(environment, new ConstantPolicy(0), 6, seed: 1);
        Assert.That((report.Episodes, report.RequestedEpisodes), Is.EqualTo((2, 6)));
        Assert.That((report.Success.Low, report.Success.High), Is.EqualTo((Statistics.Wilson(1, 2).Low, Statistics.Wilson(1, 2).High)));
        using var document = JsonDocument.Parse(EvaluationJson.Write(report));
        Assert.That(document.RootElement.GetProperty("warnings")[0].GetString(), Does.StartWith("6 episodes were asked for and 2 played"));
    }

    [Test]
    public void PolicyThatDrawsItsActions_PlaysEveryEpisode()
    {
        using var environment = new CountdownEnvironment(1, [2], [9]) { DistinctEpisodes = 2 };
        var report = Evaluator.Run(environment, new RandomPolicy(environment.Spec.Action, 1), 6, seed: 1);
        Assert.That((report.Episodes, report.Warnings.Count), Is.EqualTo((6, 0)));
    }

    [Test]
    public void Interruption_IsHeard()
    {
        using var environment = new CountdownEnvironment(1, [2]);
        Assert.That(
            () => Evaluator.Run(environment, new ConstantPolicy(0), 1, seed: 1, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
