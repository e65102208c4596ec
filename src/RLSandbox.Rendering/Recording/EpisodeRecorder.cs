using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Rendering.Recording;

/// <summary>Plays a policy in a driving environment and keeps the first episode of one of its copies.</summary>
/// <remarks>
/// Copy k of a batch drives the same first episode whatever the size of the batch, so the episode is the one that an evaluation with the same seed counts.
/// The contract resets an ended environment within the step: the last picture is therefore the one before it, carried on for a step at its own velocity.
/// </remarks>
public sealed class EpisodeRecorder
{
    /// <summary>A step of 0.1f is a little longer than 0.1 s; without it 10 s would be 99 steps.</summary>
    private const double TimeRounding = 1e-4;

    private readonly DrivingEnvironment _environment;
    private readonly int _index, _row, _cameraPart;
    private readonly VehicleParameters _vehicle;
    private readonly double[] _sums;

    /// <summary>A recorder of environment <paramref name="index"/>, first agent; both arguments stay the caller's.</summary>
    public EpisodeRecorder(DrivingEnvironment environment, int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)environment.Spec.EnvironmentCount, nameof(index));
        _environment = environment;
        _index = index;
        _row = index * environment.Spec.AgentCount;
        _cameraPart = environment.Config.Camera is null ? -1 : PartIndex(environment.Spec, "camera");
        _vehicle = environment.Config.Vehicle.ToParameters();
        _sums = new double[environment.Spec.Terms.Count];
    }

    /// <summary>Plays from a reset until the episode ends or <paramref name="seconds"/> of simulated time have passed.</summary>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public RecordedEpisode Record(IPolicy policy, ulong seed, double seconds = double.PositiveInfinity, CancellationToken interrupted = default)
    {
        var spec = _environment.Spec;
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        Array.Clear(_sums);
        _environment.Reset(seed);
        var moments = new List<EpisodeMoment> { Start() };
        OutcomeSpec? outcome = null;
        while (outcome is null && moments.Count * spec.StepSeconds <= seconds + TimeRounding)
        {
            interrupted.ThrowIfCancellationRequested();
            policy.Act(new() { Observations = _environment.Observations, Started = _environment.Started, ActionMask = _environment.ActionMask }, state, actions);
            _environment.Step(actions);
            var ended = _environment.Terminated[_row] || _environment.Truncated[_row];
            moments.Add(ended ? End(moments[^1]) : Next());
            if (ended) outcome = spec.Outcomes[_environment.Outcomes[_row]];
        }
        return new()
        {
            Policy = policy.Name,
            Scenario = spec.Name,
            Map = moments[0].Snapshot.Map.Name,
            Terms = spec.Terms,
            Camera = _environment.Config.Camera,
            TopSpeed = _vehicle.TopSpeed,
            StepSeconds = spec.StepSeconds,
            Moments = moments,
            Outcome = outcome,
        };
    }

    private EpisodeMoment Start() => new()
    {
        Snapshot = Snapshot.Of(_environment, _index),
        Camera = Camera(_environment.Observations, _row),
        Terms = new float[_sums.Length],
        TermSums = [.. _sums],
    };

    private EpisodeMoment Next()
    {
        var snapshot = Snapshot.Of(_environment, _index);
        return new()
        {
            Snapshot = snapshot,
            Camera = Camera(_environment.Observations, _row),
            Steering = _environment.World.Table<Ego>().Column<SteeringCommand>()[_row].Current,
            Pedal = Pedal(snapshot.Vehicles[0].Control.Acceleration),
            Terms = AddTerms(),
            TermSums = [.. _sums],
        };
    }

    private EpisodeMoment End(EpisodeMoment before)
    {
        var truncated = _environment.FinalRows.IndexOf(_row);
        return before with
        {
            Snapshot = CarryOn(before.Snapshot),
            Camera = truncated >= 0 ? Camera(_environment.FinalObservations, truncated) : before.Camera,
            Terms = AddTerms(),
            TermSums = [.. _sums],
        };
    }

    private float Pedal(float acceleration) => acceleration / (acceleration < 0 ? _vehicle.MaxBraking : _vehicle.MaxDrive);

    private byte[] Camera(ObservationBuffer from, int row) => _cameraPart < 0 ? [] : from.Bytes(_cameraPart, row).ToArray();

    private float[] AddTerms()
    {
        var terms = new float[_sums.Length];
        for (var term = 0; term < terms.Length; term++)
        {
            terms[term] = _environment.Terms[term * _environment.Spec.RowCount + _row];
            _sums[term] += terms[term];
        }
        return terms;
    }

    /// <summary>Where the world would be one step later if every vehicle kept its velocity and yaw rate.</summary>
    private Snapshot CarryOn(Snapshot before)
    {
        var dt = (float)_environment.Spec.StepSeconds;
        var progress = _environment.Measures[(int)Measure.Progress * _environment.Spec.RowCount + _row];
        return before with
        {
            Vehicles = [.. before.Vehicles.Select(vehicle => vehicle with { Pose = CarryOn(vehicle.Pose, vehicle.Motion, dt) })],
            Step = before.Step + 1,
            Seconds = before.Seconds + dt,
            Progress = float.IsFinite(progress) ? progress : before.Progress,
        };
    }

    private static Pose CarryOn(Pose pose, Motion motion, float dt)
    {
        var (sin, cos) = MathF.SinCos(pose.Heading);
        return new(pose.X + (cos * motion.Speed - sin * motion.LateralVelocity) * dt, pose.Y + (sin * motion.Speed + cos * motion.LateralVelocity) * dt,
            Angle.Wrap(pose.Heading + motion.YawRate * dt));
    }

    private static int PartIndex(EnvironmentSpec spec, string name)
    {
        for (var part = 0; part < spec.Parts.Count; part++)
            if (spec.Parts[part].Name == name) return part;
        throw new ArgumentException($"{spec.Name} has a camera but no part named '{name}': {string.Join(", ", spec.Parts)}.", nameof(spec));
    }
}
