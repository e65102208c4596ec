using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Learning.Comparison;

namespace RLSandbox.Learning.Tests.Comparison;

public sealed class RunComparisonTests
{
    private const double Exact = 1e-12;

    private MadeUpRuns _runs = null!;

    [SetUp]
    public void MakeFolder() => _runs = new();

    [TearDown]
    public void RemoveFolder() => _runs.Dispose();

    [Test]
    public void SeedsOfOneRecipe_FormAGroup()
    {
        var groups = RunGroup.ByRecipe([
            _runs.Make("a1", 1, 0.9), _runs.Make("b1", 1, 0.5, "task-v1", "ppo", "x=1"), _runs.Make("a2", 2, 0.8), _runs.Make("c1", 1, 0.7, "task-v1", "dqn")]);
        Assert.That(groups.Select(group => (group.Name, group.Runs.Count)), Is.EqualTo(new[] { ("ppo", 2), ("ppo x=1", 1), ("dqn", 1) }));
    }

    [Test]
    public void WhatAllRunsShare_IsNotPartOfTheirNames()
    {
        var groups = RunGroup.ByRecipe([_runs.Make("a1", 1, 0.9, "task-v1", "ppo", "speed=8", "x=1"), _runs.Make("b1", 1, 0.5, "task-v1", "ppo", "speed=8")]);
        Assert.That(groups.Select(group => group.Name), Is.EqualTo(new[] { "ppo x=1", "ppo" }));
    }

    [Test]
    public void Group_IsSummarisedByHand()
    {
        // Four runs: a quarter is dropped at each end, (0.8 + 0.9) / 2 = 0.85; mean 3.2 / 4 = 0.8, median 0.85.
        var result = RunComparison.Of(RunGroup.ByRecipe([_runs.Make("a", 1, 0.5), _runs.Make("b", 2, 0.8), _runs.Make("c", 3, 0.9), _runs.Make("d", 4, 1)]), "success", lowerIsBetter: false).Groups.Single();
        Assert.That(result.InterquartileMean.Value, Is.EqualTo(0.85).Within(Exact));
        Assert.That(result.InterquartileMean.Low, Is.InRange(0.5, 0.85));
        Assert.That((result.Mean, result.Median), Is.EqualTo((0.8, 0.85)).Within(Exact));
        Assert.That((result.Best.Run.Name, result.Worst.Run.Name, result.TrainingSeconds, result.Steps), Is.EqualTo(("d", "a", 20.0, 200.0)));
    }

    [Test]
    public void ProbabilityOfImprovement_IsGivenForEachPair()
    {
        var groups = RunGroup.ByAlgorithm([_runs.Make("a", 1, 0.9), _runs.Make("b", 2, 0.7), _runs.Make("c", 1, 0.8, "task-v1", "dqn"), _runs.Make("d", 1, 0.1, "task-v1", "pqn")]);
        var pairs = RunComparison.Of(groups, "return", lowerIsBetter: false).Improvements;
        Assert.That(pairs.Select(pair => (pair.Group, pair.Than, pair.Probability.Value)), Is.EqualTo(new[] { ("ppo", "dqn", 0.5), ("ppo", "pqn", 1.0), ("dqn", "pqn", 1.0) }));
    }

    [Test]
    public void LowerIsBetter_TurnsBestAndProbabilityRound()
    {
        var groups = RunGroup.ByAlgorithm([_runs.Make("slow", 1, 0.9), _runs.Make("fast", 1, 0.2, "task-v1", "dqn"), _runs.Make("faster", 2, 0.1, "task-v1", "dqn")]);
        var comparison = RunComparison.Of(groups, "success", lowerIsBetter: true);
        Assert.That(comparison.Groups[1].Best.Run.Name, Is.EqualTo("faster"));
        Assert.That(comparison.Improvements.Single().Probability.Value, Is.Zero, "ppo is never below dqn");
    }

    [Test]
    public void DifferentTasks_AreAveragedOnlyWhereTheNumberMeansTheSame()
    {
        var runs = new[] { _runs.Make("a", 1, 0.9), _runs.Make("b", 1, 0.5, "other-v1") };
        Assert.That(RunGroup.ByRecipe(runs).Select(group => group.Name), Is.EqualTo(new[] { "task-v1 ppo", "other-v1 ppo" }), "by themselves they stay apart");
        Assert.That(RunComparison.Of(RunGroup.ByRecipe(runs), "return", lowerIsBetter: false).Improvements, Is.Empty);
        Assert.That(ComparisonNotes.About(RunGroup.ByRecipe(runs)), Has.Some.Contains("different tasks (task-v1, other-v1): they are not averaged"));

        var together = RunGroup.ByAlgorithm(runs);
        Assert.That(RunComparison.Of(together, "success", lowerIsBetter: false).Groups.Single().InterquartileMean.Value, Is.EqualTo(0.7).Within(Exact));
        Assert.That(ComparisonNotes.About(together), Has.Some.Contains("is an average over 2 tasks: other-v1, task-v1"));
        Assert.That(() => RunComparison.Of(together, "return", lowerIsBetter: false), Throws.TypeOf<UserErrorException>().With.Message.Contains("has runs of different tasks (other-v1, task-v1)"));
    }

    [Test]
    public void UnfinishedRuns_AreLeftOutAndNamed()
    {
        var untested = _runs.Make("untested", 2, 0.9);
        File.Delete(Path.Combine(untested.Folder.Evaluations, "test-200.json"));
        var torn = _runs.Make("torn", 3, 0.9).Folder;
        File.WriteAllText(torn.TimingCsv, "steps,trainingSeconds,iterationSeconds,environmentStepsPerSecond\n100,10,10,10\n200,2");     // killed in the middle of a row
        _runs.Begin("unborn", 4);
        var older = _runs.Make("older", 5, 0.9).Folder;
        File.Move(Path.Combine(older.Evaluations, "test-200.json"), Path.Combine(older.Evaluations, "test-100.json"));

        var notes = new List<string>();
        var left = ComparisonNotes.Usable([_runs.Make("whole", 1, 0.9), .. new[] { "untested", "torn", "unborn", "older" }.Select(name => RunResult.Read(_runs.Folder, name))], notes);
        Assert.That(left.Select(run => run.Name), Is.EqualTo(new[] { "whole" }));
        Assert.That(notes, Is.EqualTo(new[]
        {
            "Run 'untested' is left out: it has no test evaluation. Finish it: rlsandbox train --resume --run untested",
            "Run 'torn' is left out: it is not finished (100 of 200 steps). Finish it: rlsandbox train --resume --run torn",
            "Run 'unborn' is left out: it is not finished (0 of 200 steps). Finish it: rlsandbox train --resume --run unborn",
            "Run 'older' is left out: it has learned on since its test evaluation (100 of 200 steps). Finish it: rlsandbox train --resume --run older",
        }));
        Assert.That(() => ComparisonNotes.Usable([RunResult.Read(_runs.Folder, "torn")], []), Throws.TypeOf<UserErrorException>().With.Message.StartsWith("Nothing to compare").And.Message.Contains("'torn'"));
    }

    [Test]
    public void WhatIsUnusual_IsSaid()
    {
        var once = _runs.Make("once", 1, 0.9);
        Assert.That(ComparisonNotes.About(RunGroup.ByRecipe([once])), Is.EqualTo(new[] { "Group 'ppo' has a single run: nothing can be said about other seeds, and there is no interval." }));
        var twice = _runs.Make("twice", 1, 0.8);
        Assert.That(ComparisonNotes.About(RunGroup.ByRecipe([once, twice])), Has.Some.Contains("has seed 1 more than once"));
        MadeUpRuns.WriteEvaluation(twice.Folder, "test-200.json", 0.8, map: "b");
        Assert.That(ComparisonNotes.About(RunGroup.ByRecipe([once, RunResult.Read(_runs.Folder, "twice")])), Has.Some.Contains("drove different maps"));
        Assert.That(ComparisonNotes.About(RunGroup.ByRecipe([once, _runs.Make("slow", 2, 0.8, "task-v1", "ppo", "vehicle.topSpeedMps=8")])), Has.Some.Contains("a task of their own, on which they are tested, too: vehicle.topSpeedMps=8"));
        Assert.That(ComparisonNotes.About(RunGroup.ByAlgorithm([once, _runs.Make("changed", 2, 0.8, "task-v1", "ppo", "x=1")])), Has.Some.Contains("different overrides: none and x=1"));

        var notes = new List<string>();
        Assert.That(ComparisonNotes.Usable([once, once], notes), Has.Count.EqualTo(1));
        Assert.That(notes, Is.EqualTo(new[] { "A run that was named twice counts once." }));
    }

    [TestCase("speed", "has no such number, or no episode that it applies to. It has return, success.")]
    [TestCase("lapTime", "--metric lapTime: the test evaluation of run 'a'", Description = "null: nobody finished a lap")]
    public void UnknownMetric_IsAUserMistake(string metric, string expected) =>
        Assert.That(() => RunComparison.Of(RunGroup.ByRecipe([_runs.Make("a", 1, 0.9)]), metric, lowerIsBetter: false), Throws.TypeOf<UserErrorException>().With.Message.Contains(expected));

    [Test]
    public void Patterns_GiveEachRunOneGroup()
    {
        var runs = new[] { _runs.Make("small-1", 1, 0.9), _runs.Make("small-2", 2, 0.8), _runs.Make("large-1", 1, 0.7) };
        var groups = RunGroup.ByPattern(runs, [("small", "small-*"), ("large", "large-?")]);
        Assert.That(groups.Select(group => (group.Name, group.Runs.Count)), Is.EqualTo(new[] { ("small", 2), ("large", 1) }));
        Assert.That(() => RunGroup.ByPattern(runs, [("small", "small-*")]), Throws.TypeOf<UserErrorException>().With.Message.Contains("run 'large-1' fits no pattern"));
        Assert.That(() => RunGroup.ByPattern(runs, [("any", "*"), ("small", "small-*")]), Throws.TypeOf<UserErrorException>().With.Message.Contains("run 'small-1' fits * and small-*"));
        Assert.That(() => RunGroup.ByPattern(runs, [("any", "*"), ("none", "x*")]), Throws.TypeOf<UserErrorException>().With.Message.Contains("no run fits the group 'none'"));
    }

    [Test]
    public void DamagedFiles_AreNamed()
    {
        var run = _runs.Make("a", 1, 0.9).Folder;
        var test = Path.Combine(run.Evaluations, "test-200.json");
        foreach (var (text, expected) in new[] { ("{ \"formatVersion\": 1, ", "is not an evaluation"), ("[]", "is not an evaluation"), ("{ \"formatVersion\": 9 }", "expected formatVersion 1, found 9") })
        {
            File.WriteAllText(test, text);
            Assert.That(() => RunResult.Read(_runs.Folder, "a"), Throws.TypeOf<UserErrorException>().With.Message.StartsWith(test).And.Message.Contains(expected));
        }
        File.WriteAllText(run.TimingCsv, "steps,trainingSeconds\n1,a\n");
        Assert.That(() => RunResult.Read(_runs.Folder, "a"), Throws.TypeOf<UserErrorException>().With.Message.Contains("timing.csv:2: expected a number, found \"a\""));
        Assert.That(() => RunResult.Read(_runs.Folder, "ghost"), Throws.TypeOf<UserErrorException>().With.Message.Contains("Runs there: a"));
    }

    [Test]
    public void Json_HasThePromisedShape()
    {
        var groups = RunGroup.ByAlgorithm([_runs.Make("a", 1, 0.9), _runs.Make("b", 2, 0.7), _runs.Make("c", 1, 0.8, "task-v1", "dqn")]);
        using var document = JsonDocument.Parse(ComparisonJson.Write(RunComparison.Of(groups, "success", lowerIsBetter: false), ["a note"], picture: null));
        var root = document.RootElement;
        string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
        Assert.Multiple(() =>
        {
            Assert.That(Names(root), Is.EqualTo(new[] { "formatVersion", "metric", "lowerIsBetter", "groups", "improvements", "thresholds", "notes", "picture" }));
            var group = root.GetProperty("groups")[0];
            Assert.That(Names(group), Is.EqualTo(new[] { "name", "scenarios", "iqm", "mean", "median", "best", "worst", "trainingSeconds", "steps", "profile", "runs" }));
            Assert.That(Names(group.GetProperty("iqm")), Is.EqualTo(new[] { "value", "low", "high" }));
            Assert.That(Names(group.GetProperty("runs")[0]), Is.EqualTo(new[] { "run", "scenario", "algorithm", "seed", "steps", "trainingSeconds", "score" }));
            Assert.That(root.GetProperty("groups")[1].GetProperty("iqm").GetProperty("low").ValueKind, Is.EqualTo(JsonValueKind.Null), "a single run");
            Assert.That(Names(root.GetProperty("improvements")[0]), Is.EqualTo(new[] { "group", "than", "probability" }));
            Assert.That(group.GetProperty("profile").GetArrayLength(), Is.EqualTo(root.GetProperty("thresholds").GetArrayLength()));
            Assert.That(root.GetProperty("picture").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }
}
