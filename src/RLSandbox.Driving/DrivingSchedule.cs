using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Systems;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>The order of all systems, with the reason why each stands where it does.</summary>
public static class DrivingSchedule
{
    /// <summary>One environment step.</summary>
    internal static Schedule Step(DrivingConfig config, IReadOnlyList<CompiledMap> maps, CircuitTable circuits, StepBuffers buffers, ObservationSystems observations, ResetSystem reset)
    {
        var parameters = config.Vehicle.ToParameters();
        var steering = new SteeringScale(parameters, config.Actions.SteeringGripShare);
        var scenes = maps.Select(map => map.Scene).ToArray();
        var hasActors = scenes.Any(scene => scene is { Ids.Count: > 0 });
        var hasLanes = maps.Any(map => map.Roads is not null);
        return new Schedule()
            .Add(new BeginStepSystem(hasLanes))                                        // sums of the last step must be gone before anything adds to them
            .Add(new ControlSystem(config.Actions, steering, buffers))                 // one action holds for all physics steps
            .Repeat(config.Episode.PhysicsStepsPerAction, physics => physics
                .AddIf(hasActors, () => new ActorSystem(scenes, config.Episode.PhysicsStepsPerAction, parameters.Footprint))   // before the agents, whom they react to
                .Add(new VehicleMotionSystem(config.Vehicle))                          // everything below looks at where the vehicles are now
                .Add(new ContactSystem(parameters.Footprint, hasActors))               // every physics step, or a fast car passes through a thin obstacle
                .Add(new RouteSystem(circuits, watchesEdges: !hasLanes))               // every physics step, or a hairpin taken in one step would jump
                .AddIf(hasLanes, () => new RoadSystem(maps)))                          // whoever keeps to the route's lanes need not be looked up on the map
            .Add(new EndSystem(config.Ends, config.Episode, maps, buffers))            // before rewards: a lap and a failure are paid in the step that brings them
            .Add(new RewardSystem(config.Rewards, config.Episode.StepSeconds, buffers))
            .Add(new MeasureSystem(config.Episode, maps, buffers))                     // before the reset clears what it reads
            .Add(observations.Final)                                                   // what truncated rows saw last; the reset moves the cars
            .Add(reset)
            .Add(observations.All);                                                    // last: after a reset it is the first observation of the new episode
    }

    /// <summary>The start of a run: reset, then look.</summary>
    public static Schedule Start(ObservationSystems observations, ResetSystem reset) => new Schedule().Add(reset).Add(observations.All);
}

/// <summary>The two systems that let sensors write: final observations of truncated rows, and all rows.</summary>
public sealed record ObservationSystems(FinalObservationSystem Final, ObservationSystem All);
