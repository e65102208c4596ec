using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>train</c>, from the plan to the last line on the screen.</summary>
internal sealed class TrainSession(Services services, TrainRequest request, Terminal terminal)
{
    /// <summary>Episodes begin alike in every evaluation, whatever seed a policy was trained with.</summary>
    internal const ulong EvaluationSeed = 1;

    /// <summary>Plans, trains, evaluates and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var plan = TrainPlan.Make(services, request);
        using var scenario = plan.Scenario;
        using var environment = scenario.Build(new(MapPurpose.Training, plan.Manifest.Environments, plan.Manifest.Threads));
        var name = plan.Existing?.Name ?? request.Run ?? RunFolder.NextName(request.Runs, Stem(plan.Manifest));
        using var learner = services.CreateLearner(plan.Manifest, environment, scenario.Training, Path.Combine(request.Runs, name));
        using var validation = plan.Config.EvaluateEverySteps > 0 ? SuitePlan.Validation(scenario, plan.Manifest.Threads).Build(scenario) : null;
        using var watched = new SuiteList(scenario, plan.Manifest.Threads, suite => suite.During);

        var run = plan.Existing ?? CreateRun(plan, name);
        using var claim = run.Claim();
        var display = new TrainingDisplay(terminal);
        display.Introduce(plan.Manifest, run);
        using var trainer = Start(plan, run, (learner, environment.Spec), Options(plan, validation, display) with { Suites = watched.Suites });
        if (display.Show(() => trainer.Run(interrupted)) == TrainingEnd.Interrupted) return Leave(run, learner);
        Finish(plan, run, (learner, trainer.TrainingSeconds), interrupted);
        return ExitCode.Done;
    }

    /// <summary>Begins or goes on. The manifest of a run that goes on is written when its checkpoint is known to fit.</summary>
    private Trainer Start(TrainPlan plan, RunFolder run, (ILearner Learner, EnvironmentSpec Spec) what, TrainingOptions options)
    {
        if (plan.Kept is not { } kept)
        {
            plan.Manifest.Write(run.Manifest);
            return Trainer.Begin(what.Learner, what.Spec, run, options);
        }
        var trainer = Trainer.Resume(what.Learner, what.Spec, run, options);
        foreach (var damage in trainer.Damage) terminal.Say($"{damage}");
        if (trainer.Damage.Count > 0) terminal.Say($"Going on from the newest whole checkpoint, after {what.Learner.Steps:N0} steps: the results will be the same, later.");
        if (plan.Manifest.Device != kept.Device) terminal.Say($"The run began on {kept.Device} and goes on on {plan.Manifest.Device}: its numbers will differ in the last digits.");
        WithExtension(plan.Manifest, kept, what.Learner.Steps).Write(run.Manifest);
        return trainer;
    }

    private RunManifest WithExtension(RunManifest manifest, RunManifest kept, long steps)
    {
        if (manifest.Steps == kept.Steps) return manifest;
        if (manifest.Steps < steps)
            throw new UserErrorException(FormattableString.Invariant($"--steps {manifest.Steps}: the run has learned from {steps} steps already. Give a larger number, or leave the option out to keep {kept.Steps}."));
        terminal.Say($"The run was planned for {kept.Steps:N0} steps and ends at {manifest.Steps:N0} now. What its algorithm schedules over the whole run is stretched from here on, so it will not equal a run of {manifest.Steps:N0} steps in one go.");
        return manifest with { Extensions = [.. kept.Extensions, new(steps, kept.Steps, manifest.Steps)] };
    }

    private static string Stem(RunManifest run) => FormattableString.Invariant($"{run.Scenario}-{run.Algorithm}-{run.Seed}");

    private RunFolder CreateRun(TrainPlan plan, string name)
    {
        var run = RunFolder.Create(request.Runs, name, again: request.Resume);
        AtomicFile.WriteAllText(run.Scenario, plan.Scenario.ToYaml(comments: false));
        return run;
    }

    private static TrainingOptions Options(TrainPlan plan, EvaluationSuite? validation, TrainingDisplay display) => new()
    {
        Steps = plan.Manifest.Steps,
        Seed = plan.Manifest.Seed,
        CheckpointEverySteps = plan.Config.CheckpointEverySteps,
        KeepCheckpoints = plan.Config.KeepCheckpoints,
        Validation = validation,
        ValidateEverySteps = plan.Config.EvaluateEverySteps,
        Monitor = display,
    };

    private int Leave(RunFolder run, ILearner learner)
    {
        terminal.Say($"Interrupted after {learner.Steps:N0} steps; saved in {run.Checkpoints.Latest}.");
        terminal.Say($"Go on with: {OwnCommand.Line(["train", "--resume", "--run", run.Name, .. Runs])}");
        return ExitCode.Interrupted;
    }

    private void Finish(TrainPlan plan, RunFolder run, (ILearner Learner, double Seconds) trained, CancellationToken interrupted)
    {
        using var test = SuitePlan.Test(plan.Scenario, plan.Manifest.Threads).Build(plan.Scenario);
        terminal.Say($"Evaluating on {Counted.Of(test.Episodes, "test episode")} …");
        var report = test.Run(trained.Learner.Policy, interrupted);
        AtomicFile.WriteAllText(Path.Combine(run.Evaluations, FormattableString.Invariant($"test-{trained.Learner.Steps}.json")), EvaluationJson.Write(report));
        EvaluationTable.Write(terminal, report);
        var suites = RunSuites(plan, run, trained.Learner, interrupted);
        Directory.CreateDirectory(run.Videos);
        var video = services.RecordVideo?.Invoke(new(plan.Scenario, trained.Learner.Policy, run.Videos, trained.Learner.Steps, plan.Manifest.Threads), interrupted);

        var summary = new TrainSummary(run, trained.Learner.Steps, trained.Seconds, video, report) { Suites = suites, Diagnosis = Diagnose(run) };
        if (request.Json) summary.WriteJson(terminal.Results);
        summary.Write(terminal, Runs);
    }

    /// <summary>A file that somebody damaged in the meantime spoils the diagnosis, not the run.</summary>
    private static TrainingDiagnosis Diagnose(RunFolder run)
    {
        try
        {
            return TrainingDiagnosis.Of(run);
        }
        catch (UserErrorException damage)
        {
            return new(0, [], [damage.Message]);
        }
    }

    /// <summary>Drives the suites that ask for it at the end, on the policy that was tested.</summary>
    private IReadOnlyList<EvaluationReport> RunSuites(TrainPlan plan, RunFolder run, ILearner learner, CancellationToken interrupted)
    {
        using var list = new SuiteList(plan.Scenario, plan.Manifest.Threads, suite => suite.After);
        if (list.Suites.Count == 0) return [];
        terminal.Say($"Evaluating on {list.Suites.Count} suites …");
        var reports = new List<EvaluationReport>();
        foreach (var suite in list.Suites)
        {
            reports.Add(suite.Run(learner.Policy, interrupted) with { Suite = suite.Name });
            AtomicFile.WriteAllText(Path.Combine(run.Evaluations, FormattableString.Invariant($"{suite.Name}-{learner.Steps}.json")), EvaluationJson.Write(reports[^1]));
        }
        EvaluationTable.Write(terminal, reports);
        return reports;
    }

    /// <summary>The option that finds the run again; none where it lies in the usual folder.</summary>
    private IReadOnlyList<string> Runs => request.Runs == RunFolder.DefaultRuns ? [] : ["--runs", request.Runs];
}
