using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Vehicles;

/// <summary><see cref="Pose"/> of eight vehicles.</summary>
internal record struct PoseLanes(Vector256<float> X, Vector256<float> Y, Vector256<float> Heading)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PoseLanes Load(ref Pose rows) => new(Lanes.Gather(ref rows, 0), Lanes.Gather(ref rows, 1), Lanes.Gather(ref rows, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref Pose rows)
    {
        Lanes.Scatter(X, ref rows, 0);
        Lanes.Scatter(Y, ref rows, 1);
        Lanes.Scatter(Heading, ref rows, 2);
    }
}

/// <summary><see cref="Motion"/> of eight vehicles.</summary>
internal record struct MotionLanes(Vector256<float> Speed, Vector256<float> LateralVelocity, Vector256<float> YawRate, Vector256<float> Steering, Vector256<float> Acceleration)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MotionLanes Load(ref Motion rows)
        => new(Lanes.Gather(ref rows, 0), Lanes.Gather(ref rows, 1), Lanes.Gather(ref rows, 2), Lanes.Gather(ref rows, 3), Lanes.Gather(ref rows, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref Motion rows)
    {
        Lanes.Scatter(Speed, ref rows, 0);
        Lanes.Scatter(LateralVelocity, ref rows, 1);
        Lanes.Scatter(YawRate, ref rows, 2);
        Lanes.Scatter(Steering, ref rows, 3);
        Lanes.Scatter(Acceleration, ref rows, 4);
    }
}

/// <summary><see cref="Control"/> of eight vehicles.</summary>
internal readonly record struct ControlLanes(Vector256<float> Steering, Vector256<float> Acceleration)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ControlLanes Load(ref readonly Control rows)
        => new(Lanes.Gather(ref Unsafe.AsRef(in rows), 0), Lanes.Gather(ref Unsafe.AsRef(in rows), 1));
}

/// <summary>The columns of the vehicles of one chunk, and how a model goes over them.</summary>
internal readonly ref struct VehicleRows(ReadOnlySpan<Control> control, Span<Pose> pose, Span<Motion> motion)
{
    private readonly ReadOnlySpan<Control> _control = control;
    private readonly Span<Pose> _pose = pose;
    private readonly Span<Motion> _motion = motion;

    /// <summary>Moves all rows one physics step, eight at a time.</summary>
    public void Step<TModel>(in VehicleParameters vehicle, float dt) where TModel : struct, IVehicleModel
    {
        var whole = _pose.Length - _pose.Length % Lanes.Count;
        for (var row = 0; row < whole; row += Lanes.Count) StepBlock<TModel>(in _control[row], ref _pose[row], ref _motion[row], vehicle, dt);
        if (whole < _pose.Length) StepRest<TModel>(whole, vehicle, dt);
    }

    private void StepRest<TModel>(int first, in VehicleParameters vehicle, float dt) where TModel : struct, IVehicleModel
    {
        Span<Control> control = stackalloc Control[Lanes.Count];         // what stays zero stands still
        Span<Pose> pose = stackalloc Pose[Lanes.Count];
        Span<Motion> motion = stackalloc Motion[Lanes.Count];
        var rest = _pose.Length - first;
        _control[first..].CopyTo(control);
        _pose[first..].CopyTo(pose);
        _motion[first..].CopyTo(motion);
        StepBlock<TModel>(ref control[0], ref pose[0], ref motion[0], vehicle, dt);
        pose[..rest].CopyTo(_pose[first..]);
        motion[..rest].CopyTo(_motion[first..]);
    }

    private static void StepBlock<TModel>(ref readonly Control control, ref Pose pose, ref Motion motion, in VehicleParameters vehicle, float dt)
        where TModel : struct, IVehicleModel
    {
        var (p, m) = (PoseLanes.Load(ref pose), MotionLanes.Load(ref motion));
        TModel.Step(ref p, ref m, ControlLanes.Load(in control), vehicle, dt);
        p.Store(ref pose);
        m.Store(ref motion);
    }
}

/// <summary>Equations that move eight vehicles one physics step.</summary>
internal interface IVehicleModel
{
    /// <summary>Moves eight vehicles by <paramref name="dt"/> seconds.</summary>
    static abstract void Step(ref PoseLanes pose, ref MotionLanes motion, in ControlLanes control, in VehicleParameters vehicle, float dt);
}
