using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.Driving.Tests.Vehicles;

/// <summary>One vehicle, one model, one step size: what the vehicle tests drive.</summary>
internal sealed class VehicleRun(VehicleModel model, float dt)
{
    public VehicleParameters Vehicle { get; init; } = new();

    public Pose Pose;

    public Motion Motion;

    public void Step(float steering, float acceleration)
    {
        var control = new Control(steering, acceleration);
        if (model == VehicleModel.Dynamic) DynamicBicycle.Step(ref Pose, ref Motion, control, Vehicle, dt);
        else KinematicBicycle.Step(ref Pose, ref Motion, control, Vehicle, dt);
    }

    public VehicleRun For(float seconds, float steering, float acceleration)
    {
        for (var i = 0; i < (int)MathF.Round(seconds / dt); i++) Step(steering, acceleration);
        return this;
    }

    /// <summary>Drives on while something else keeps the speed: for steady bends.</summary>
    public VehicleRun AtSpeed(float speed, float seconds, float steering)
    {
        for (var i = 0; i < (int)MathF.Round(seconds / dt); i++)
        {
            Motion.Speed = speed;
            Step(steering, 0f);
        }
        Motion.Speed = speed;
        return this;
    }

    /// <summary>A state no driver would reach on purpose: up to 45 m/s in any direction, spinning at up to 10 rad/s.</summary>
    public static Motion Absurd(uint index)
    {
        var key = new RandomKey(7, index, 0, RandomPurpose.Of("absurd vehicle state"));
        return new(key.Uniform(-45f, 45f, 0), key.Uniform(-45f, 45f, 1), key.Uniform(-10f, 10f, 2), key.Uniform(-0.55f, 0.55f, 3), 0f);
    }

    public static VehicleParameters Frictionless => new() { Drag = 0f, RollingResistance = 0f };
}
