using RLSandbox.Core.Contract;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;
using RLSandbox.TestKit.Contract;

namespace RLSandbox.Driving.Tests.Scenes;

/// <summary>Routes and recorded road users in a running environment.</summary>
public sealed class SceneEnvironmentTests
{
    private const double Exact = 1e-3;                                   // m: the promise of docs/scenes.md

    /// <summary>A car that comes at step 2, drives east at 10 m/s and is gone after step 60; not seen at steps 20 to 24.</summary>
    private static RecordedActor Car(double x, double y) => new()
    {
        Id = "car", Kind = ActorKind.Car, Length = 4, Width = 1.8,
        States = [.. Enumerable.Range(2, 59).Where(step => step is < 20 or > 24).Select(step => new ActorState(step, x + step * 1.0 + 0.1 * Math.Sin(step), y, 0.01 * step, 10))],
    };

    private static CompiledScene Scene(float handover, params RecordedActor[] actors) => new(
        new RecordedScene { Name = "s", StepSeconds = 0.1, Actors = actors }, new("", new(0, 0, 0, 0, 0), []), null, handover);

    [Test]
    public void RecordedActor_IsWhereTheFileSaysAtEveryStep()
    {
        var car = Car(-10, 8);
        using var map = Routes.Map(200, Scene(float.PositiveInfinity, car));
        using var environment = new DrivingEnvironment(Routes.Config(), [map], 3);
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(1);
        for (var step = 0; step <= 70; step++)
        {
            var expected = car.States.Cast<ActorState?>().FirstOrDefault(state => state!.Value.Step == step);
            var actors = Snapshot.Of(environment, 1).Actors;
            Assert.That(actors, Has.Count.EqualTo(expected is null ? 0 : 1), $"step {step}");
            if (expected is { } state)
            {
                Assert.That(actors[0].Pose.X, Is.EqualTo(state.X).Within(Exact));
                Assert.That(actors[0].Pose.Y, Is.EqualTo(state.Y).Within(Exact));
                Assert.That(actors[0].Pose.Heading, Is.EqualTo(state.Heading).Within(1e-5));
                Assert.That(actors[0].Footprint.HalfLength, Is.EqualTo(2f));
            }
            environment.Step(actions);
        }
    }

    [Test]
    public void RecordedActorInTheWay_EndsTheEpisodeWithACrash()
    {
        using var map = Routes.Map(200, Scene(float.PositiveInfinity, Car(-30, 0.5)));               // would drive over the ego vehicle, which stands at x = 0
        Assert.That(OutcomeOfStanding(map), Is.EqualTo((int)Outcome.Crash));
    }

    [Test]
    public void ActorThatDrivesByItself_StopsBehindTheEgoVehicle()
    {
        using var map = Routes.Map(200, Scene(0.5f, Car(-30, 0.5)));
        Assert.That(OutcomeOfStanding(map), Is.EqualTo(-1));
    }

    /// <summary>Stands for 15 s; −1 where nothing ended the episode.</summary>
    private static int OutcomeOfStanding(CompiledMap map)
    {
        using var environment = new DrivingEnvironment(Routes.Config(), [map], 1);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        for (var step = 0; step < 150; step++)
        {
            environment.Step(actions);
            if (environment.Outcomes[0] >= 0) return environment.Outcomes[0];
        }
        return -1;
    }

    [Test]
    public void Route_EndsAtItsGoal()
    {
        using var map = Routes.Map(120);
        var config = Routes.Config() with { Rewards = new([new("lap", 2f), new("failure", -5f)]) };
        using var environment = new DrivingEnvironment(config, [map], 1);
        using var driver = new ScriptedPolicy("pure-pursuit", environment);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        environment.Reset(1);
        var started = Snapshot.Of(environment, 0).Vehicles[0].Pose;
        var last = started;
        for (var step = 0; step < 300 && environment.Outcomes[0] < 0; step++)
        {
            last = Snapshot.Of(environment, 0).Vehicles[0].Pose;
            driver.Act(new PolicyInput { Observations = environment.Observations, Started = environment.Started }, [], actions);
            environment.Step(actions);
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That((started.X, started.Y), Is.EqualTo((0f, 0f)));
            Assert.That(environment.Outcomes[0], Is.EqualTo((int)Outcome.Goal));
            Assert.That(environment.Terminated[0], Is.True);
            Assert.That(environment.Rewards[0], Is.EqualTo(2f));         // a goal is a success: paid as a lap is, and not charged as a failure
            Assert.That(last.X, Is.InRange(117f, 120f));                 // one step before the goal
            Assert.That(environment.Spec.Outcomes[(int)Outcome.Goal].IsSuccess, Is.True);
        }
    }

    [Test]
    public void RouteBegunAnywhere_CountsFromItsStart()
    {
        using var map = Routes.Map(100);
        var config = Routes.Config() with { Episode = Routes.Config().Episode with { Start = "anywhere" } };
        using var environment = new DrivingEnvironment(config, [map], 64);
        environment.Reset(3);
        for (var i = 0; i < 64; i++)
        {
            var snapshot = Snapshot.Of(environment, i);
            Assert.That(snapshot.Progress, Is.EqualTo(snapshot.Vehicles[0].Pose.X / 100).Within(1e-4));
            Assert.That(snapshot.Vehicles[0].Pose.X, Is.InRange(0f, 80f));                          // no later than at four fifths
        }
    }

    [Test]
    public void Contract_IsKeptWithActors()
    {
        using var map = Routes.Map(150, Scene(2f, Car(-10, 0), Car(20, 4) with { Id = "b" }));
        var config = Routes.Config() with { Camera = new() { Width = 32, Height = 32, MetresPerPixel = 1f }, Traffic = new() { Agents = 2, Obstacles = 3 } };
        using var environment = new DrivingEnvironment(config, [map], 5, threads: 2);
        EnvironmentContract.Check(environment, steps: 300);
    }

    [Test]
    public void Step_AllocatesNothing()
    {
        using var map = Routes.Map(150, Scene(1f, Car(-10, 0), Car(20, 4) with { Id = "b" }));
        using var environment = new DrivingEnvironment(Routes.Config(), [map], 8);
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(1);
        for (var step = 0; step < 50; step++) environment.Step(actions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 100; step++) environment.Step(actions);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
