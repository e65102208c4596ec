using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Rendering.Recording;

/// <summary>Reads the moments of one agent from a running environment, between two steps.</summary>
/// <remarks>The contract resets an ended environment within the step: the last moment of an episode is therefore the one before it, carried on for a step at its own velocity.</remarks>
internal sealed class MomentReader
{
    private readonly DrivingEnvironment _environment;
    private readonly int _index, _agent, _row, _cameraPart;
    private readonly VehicleParameters _vehicle;

    /// <summary>A reader of one agent of environment <paramref name="index"/>.</summary>
    public MomentReader(DrivingEnvironment environment, int index, int agent)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)environment.Spec.EnvironmentCount, nameof(index));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)agent, (uint)environment.Spec.AgentCount, nameof(agent));
        _environment = environment;
        (_index, _agent, _row) = (index, agent, index * environment.Spec.AgentCount + agent);
        _cameraPart = environment.Config.Camera is null ? -1 : PartIndex(environment.Spec, "camera");
        _vehicle = environment.Config.Vehicle.ToParameters();
    }

    /// <summary>How the agent's episode ended in the last step; null when it goes on, or ended before.</summary>
    public OutcomeSpec? Outcome => _environment.Terminated[_row] || _environment.Truncated[_row] ? _environment.Spec.Outcomes[_environment.Outcomes[_row]] : null;

    /// <summary>Adds what the last step paid.</summary>
    /// <param name="sums">[K].</param>
    public void AddTerms(Span<double> sums)
    {
        for (var term = 0; term < sums.Length; term++) sums[term] += Term(term);
    }

    /// <summary>The world as it stands.</summary>
    /// <param name="sums">[K] since the start of the episode.</param>
    public EpisodeMoment Now(ReadOnlySpan<double> sums) => Now(Snapshot.Of(_environment, _index), sums);

    /// <summary>The world as it stands, with a snapshot that was taken already.</summary>
    public EpisodeMoment Now(Snapshot snapshot, ReadOnlySpan<double> sums) => new()
    {
        Snapshot = snapshot,
        Camera = Camera(_environment.Observations, _row),
        Steering = _environment.World.Table<Ego>().Column<SteeringCommand>()[_row].Current,
        Pedal = Pedal(snapshot.Vehicles[_agent].Control.Acceleration),
        Terms = Terms(),
        TermSums = sums.ToArray(),
        Outcome = Outcome,
    };

    /// <summary>The end of an episode whose environment was reset in the same step.</summary>
    /// <param name="before">The moment before the step.</param>
    /// <param name="sums">[K] with what the step paid.</param>
    public EpisodeMoment End(EpisodeMoment before, ReadOnlySpan<double> sums)
    {
        var truncated = _environment.FinalRows.IndexOf(_row);
        return before with
        {
            Snapshot = CarryOn(before.Snapshot),
            Camera = truncated >= 0 ? Camera(_environment.FinalObservations, truncated) : before.Camera,
            Terms = Terms(),
            TermSums = sums.ToArray(),
            Outcome = Outcome,
        };
    }

    private float Pedal(float acceleration) => acceleration / (acceleration < 0 ? _vehicle.MaxBraking : _vehicle.MaxDrive);

    private byte[] Camera(ObservationBuffer from, int row) => _cameraPart < 0 ? [] : from.Bytes(_cameraPart, row).ToArray();

    private float Term(int term) => _environment.Terms[term * _environment.Spec.RowCount + _row];

    private float[] Terms()
    {
        var terms = new float[_environment.Spec.Terms.Count];
        for (var term = 0; term < terms.Length; term++) terms[term] = Term(term);
        return terms;
    }

    /// <summary>Where the world would be one step later if every body kept its velocity and yaw rate.</summary>
    private Snapshot CarryOn(Snapshot before)
    {
        var dt = (float)_environment.Spec.StepSeconds;
        var progress = _environment.Measures[(int)Measure.Progress * _environment.Spec.RowCount + _row];
        return before with
        {
            Vehicles = [.. before.Vehicles.Select(vehicle => vehicle with { Pose = CarryOn(vehicle.Pose, vehicle.Motion, dt) })],
            Actors = [.. before.Actors.Select(actor => actor with { Pose = CarryOn(actor.Pose, new(actor.Speed, 0, 0, 0, 0), dt) })],
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
