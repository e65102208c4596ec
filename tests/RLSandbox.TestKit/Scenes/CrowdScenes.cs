using System.Globalization;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.TestKit.Scenes;

/// <summary>The stadium with one learner among recorded cars, for playbacks and recordings.</summary>
public static class CrowdScenes
{
    private const int RecordedSteps = 600;

    /// <summary>Cars drive round in two lanes beside the middle, one after another; each comes at a step of its own. The caller disposes it.</summary>
    /// <param name="handoverSeconds">When the cars begin to drive by themselves.</param>
    public static CompiledMap Map(int actors = 50, float handoverSeconds = float.PositiveInfinity)
    {
        var bare = MapCompiler.Compile(DrivingScenes.Stadium(), new(0.5f));
        var scene = new RecordedScene { Name = "crowd", StepSeconds = 0.1, Actors = [.. Enumerable.Range(0, actors).Select(number => Car(bare.Circuit, number))] };
        return new("crowd", bare.Circuit, bare.Raster) { Scene = new(scene, new("", new(0, 0, -30, 0, 0), []), null, handoverSeconds) };
    }

    /// <summary>State and camera, continuous actions, ends in a crash or off the road.</summary>
    public static DrivingConfig Config(int agents = 1) => DrivingScenes.Config(agents) with
    {
        Name = "crowd-v1",
        Episode = new() { Start = "line", PhysicsStepSeconds = 0.05f, PhysicsStepsPerAction = 2 },
        Actions = new() { Use = "continuous" },
    };

    /// <summary>Steering and pedals that wander, the same for the same step.</summary>
    public static void Wander(ActionBuffer actions, int step, ulong seed = 7)
    {
        for (var row = 0; row < actions.RowCount; row++)
        {
            var key = new RandomKey(seed, (uint)row, 0, 0);
            if (actions.Values.Length == 0) actions.Choices[row] = key.Integer(actions.Spec.Choices[0], step: (uint)step / 3);
            else for (var i = 0; i < actions.Spec.Dimensions; i++) actions.Values[row * actions.Spec.Dimensions + i] = Value(key, (uint)i, step);
        }
    }

    /// <summary>Small steering to both sides; more drive than brake.</summary>
    private static float Value(RandomKey key, uint dimension, int step)
    {
        var share = key.Uniform(dimension, (uint)step, 0);
        return dimension == 0 ? 0.1f * (share - 0.5f) : share - 0.2f;
    }

    private static RecordedActor Car(Circuit circuit, int number)
    {
        var side = number % 2 == 0 ? 3 : -3;
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"car-{number}"), Kind = ActorKind.Car, Length = 4, Width = 1.8,
            States = [.. Enumerable.Range(number, RecordedSteps - number).Select(step => State(circuit, step, 30 + 7 * number + 0.8f * step, side + 0.2 * Math.Sin(0.1 * step)))],
        };
    }

    private static ActorState State(Circuit circuit, int step, float arc, double offset)
    {
        var centre = circuit.Sample(arc % circuit.Length);
        return new(step, centre.X - offset * Math.Sin(centre.Heading), centre.Y + offset * Math.Cos(centre.Heading), centre.Heading, 8);
    }
}
