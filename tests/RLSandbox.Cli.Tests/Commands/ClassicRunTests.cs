using System.Text.Json.Nodes;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>The classic tasks by name: every command that takes a scenario takes them.</summary>
public sealed class ClassicRunTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void TrainedByName_IsEvaluatedAndGoesOnFromItsFolder()
    {
        var trained = Done($"train cartpole --steps 4096 --set training.evaluateEverySteps=1024 --set training.ppo.learningRate=0.002 --seed 3 --threads 1 --device cpu --run pole --runs {_folder}");
        Assert.That(trained.Output, Does.Contain("ppo on cartpole"));
        var run = Path.Combine(_folder, "pole");
        Assert.That(File.ReadAllText(Path.Combine(run, "scenario.yaml")), Does.Contain("task: cartpole").And.Contain("learningRate: 0.002"));
        Assert.That(Directory.GetFiles(Path.Combine(run, "videos")), Is.Empty, "there is nothing to draw");

        var last = Done($"evaluate pole --runs {_folder} --json --episodes 20").Output;
        var best = Done($"evaluate pole --runs {_folder} --json --episodes 20 --checkpoint best").Output;
        var score = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "checkpoints", File.ReadAllText(Path.Combine(run, "latest")).Trim()[12..], "run-state.json")))!["best"]!["steps"]!;
        Assert.That(Done($"evaluate pole --runs {_folder} --json --episodes 20 --checkpoint {score}").Output, Is.EqualTo(best));
        Assert.That(JsonNode.Parse(last)!["return"]!["mean"]!.GetValue<double>(), Is.InRange(1, 500));

        Done($"train --resume --run pole --runs {_folder} --steps 5120");
        Assert.That(File.ReadLines(Path.Combine(run, "learning.csv")).Last(), Does.StartWith("5,5120,"));
    }

    [Test]
    public void ValidationAndTest_HaveStartsOfTheirOwn_WhateverTheSeed()
    {
        using var scenario = ScenarioSource.Load("cartpole", []);
        var starts = new[] { MapPurpose.Training, MapPurpose.Validation, MapPurpose.Test }.Select(purpose =>
        {
            using var environment = scenario.Build(new(purpose, 20, 1));
            environment.Reset(1);
            return Enumerable.Range(0, 20).Select(row => environment.Observations.Row<float>(0, row)[0]).ToArray();
        });
        Assert.That(starts.SelectMany(positions => positions), Is.Unique);
    }

    [TestCaseSource(typeof(ClassicTasks), nameof(ClassicTasks.Names))]
    public void EveryTask_IsListedShownAndChecked(string task)
    {
        Assert.That(Done("scenario list").Output, Does.Contain($" {task} ").And.Contain(ClassicTasks.Describe(task)));
        Assert.That(Done($"scenario check {task}").Output, Does.Contain($"{task}-v1 is valid"));
        var file = Path.Combine(_folder, "own.yaml");
        File.WriteAllText(file, Done($"scenario show {task}").Output);
        Assert.That(Done($"scenario show {file}").Output, Is.EqualTo(File.ReadAllText(file)));
        Assert.That(Learners.Names, Does.Contain(ScenarioSource.Load(task, []).Training!.Find("algorithm")!.Text));
    }

    [Test]
    public void FileOfThatName_NeedsItsFolder()
    {
        var here = Environment.CurrentDirectory;
        Environment.CurrentDirectory = _folder;
        try
        {
            File.WriteAllText("cartpole", "scenario: my-own-v2\ntask: pendulum\n");
            Assert.That(Done("scenario show cartpole --plain").Output, Does.StartWith("scenario: cartpole-v1"));
            Assert.That(Done("scenario show ./cartpole --plain").Output, Does.StartWith("scenario: my-own-v2"));
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
    }

    [TestCase("train cartpol", "cartpol: there is no such file and no such task; did you mean cartpole? Tasks by name: cartpole, mountain-car")]
    [TestCase("scenario check cartpole --set training.pqo.clip=1", "--set training.pqo.clip=1: training.pqo: unknown key; did you mean \"ppo\"?")]
    [TestCase("scenario check FILE", "FILE:2:7: task: expected one of cartpole, mountain-car")]
    [TestCase("scenario check FILE", "FILE:3:1: vehicle: unknown key")]
    [TestCase("evaluate random --scenario cartpole --map a.yaml", "has the task cartpole, which has no maps. Leave --map out.")]
    [TestCase("evaluate pure-pursuit --scenario cartpole", "cartpole: expected a driving scenario, found a classic task")]
    [TestCase("evaluate random --scenario cartpole --checkpoint best", "'random' has no checkpoints")]
    [TestCase("render random --scenario cartpole --out a.webp", "cartpole-v1 is not a driving task")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var file = Path.Combine(_folder, "wrong.yaml");
        File.WriteAllText(file, "scenario: wrong-v1\ntask: cartpol\nvehicle: {}\n");
        var result = CommandLine.Run(line.Replace("FILE", file).Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output);
        Assert.That(result.Error, Does.Contain(expected.Replace("FILE", file)));
    }

    [Test]
    public void OverrideOfTheTask_IsFollowed()
    {
        using var scenario = ScenarioSource.Load("cartpole", ["task=pendulum"]);
        using var environment = scenario.Build(new(MapPurpose.Test, 1, 1));
        Assert.That(environment.Spec.Name, Is.EqualTo("pendulum"));
    }

    private static CommandResult Done(string line)
    {
        var result = CommandLine.Run(line.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), $"{line}\n{result.Error}");
        return result;
    }
}
