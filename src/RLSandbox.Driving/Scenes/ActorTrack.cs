using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Scenes;

/// <summary>Where one recorded actor was, ready to be asked for any moment. Immutable, any number of threads.</summary>
/// <remarks>
/// At a recorded step the pose is the recorded one, between two steps it lies on the straight line between them. Where a step is missing the actor
/// is not there, from the last step before the hole on; what nobody saw is not made up.
/// </remarks>
internal sealed class ActorTrack
{
    private const double OnStep = 1e-4;                                  // steps; what rounding does to a multiple of the step

    private readonly ActorState[] _states;
    private readonly int[] _stateAt;                                     // by step since the first one; −1 in a hole

    /// <summary>A track of <paramref name="actor"/>, which has at least one state.</summary>
    public ActorTrack(RecordedActor actor)
    {
        _states = [.. actor.States];
        IsStatic = actor.IsStatic;
        Footprint = new((float)(actor.Length / 2), (float)(actor.Width / 2));
        Kind = actor.Kind;
        FirstStep = _states[0].Step;
        _stateAt = new int[_states[^1].Step - FirstStep + 1];
        Array.Fill(_stateAt, -1);
        for (var i = 0; i < _states.Length; i++) _stateAt[_states[i].Step - FirstStep] = i;
    }

    /// <summary>Half of its length and width.</summary>
    public Footprint Footprint { get; }

    /// <summary>What it is.</summary>
    public ActorKind Kind { get; }

    /// <summary>Step of its first state.</summary>
    public int FirstStep { get; }

    /// <summary>Whether it stands still and is always there.</summary>
    public bool IsStatic { get; }

    /// <summary>Recorded states in order.</summary>
    public ReadOnlySpan<ActorState> States => _states;

    /// <summary>Where it is at a moment, in steps from the beginning of the scene; false while it is not there.</summary>
    public bool TryAt(double steps, out Pose pose, out float speed)
    {
        (pose, speed) = (default, 0);
        if (IsStatic)
        {
            (pose, speed) = (PoseOf(_states[0]), 0);
            return true;
        }
        var nearest = Math.Round(steps);
        var isOnStep = Math.Abs(steps - nearest) < OnStep;
        var before = (int)(isOnStep ? nearest : Math.Floor(steps));
        if (StateAt(before) is not { } here) return false;
        if (isOnStep)
        {
            (pose, speed) = (PoseOf(here), (float)here.Speed);
            return true;
        }
        if (StateAt(before + 1) is not { } next) return false;
        var along = steps - before;
        var turn = Angle.Wrap((float)(next.Heading - here.Heading));
        pose = new((float)(here.X + along * (next.X - here.X)), (float)(here.Y + along * (next.Y - here.Y)), Angle.Wrap((float)here.Heading + (float)along * turn));
        speed = (float)(here.Speed + along * (next.Speed - here.Speed));
        return true;
    }

    private ActorState? StateAt(int step)
    {
        var index = step - FirstStep;
        return (uint)index < (uint)_stateAt.Length && _stateAt[index] >= 0 ? _states[_stateAt[index]] : null;
    }

    private static Pose PoseOf(in ActorState state) => new((float)state.X, (float)state.Y, Angle.Wrap((float)state.Heading));
}
