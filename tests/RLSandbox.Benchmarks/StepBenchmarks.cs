using BenchmarkDotNet.Attributes;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Vehicles;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Benchmarks;

/// <summary>What a physics step consists of, for one car.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private readonly Circuit _circuit = DrivingScenes.Kidney();
    private readonly VehicleParameters _vehicle = new VehicleConfig { TopSpeedMps = 16 }.ToParameters();
    private Pose _pose;
    private Motion _motion = new(10, 0, 0, 0, 0);
    private float _arc;

    /// <summary>One step of the dynamic bicycle in a steady bend.</summary>
    [Benchmark]
    public Pose DynamicBicycleStep()
    {
        DynamicBicycle.Step(ref _pose, ref _motion, new(0.05f, 0.5f), _vehicle, 0.05f);
        return _pose;
    }

    /// <summary>One step of the kinematic bicycle in the same bend.</summary>
    [Benchmark]
    public Pose KinematicBicycleStep()
    {
        KinematicBicycle.Step(ref _pose, ref _motion, new(0.05f, 0.5f), _vehicle, 0.05f);
        return _pose;
    }

    /// <summary>The nearest position near the last one, as in every physics step.</summary>
    [Benchmark]
    public CircuitPosition NearestPositionAlongTheRoad()
    {
        var there = Next();
        return _circuit.Locate(there.X + 1, there.Y + 1, _arc);
    }

    /// <summary>The nearest position on the whole circuit, as after a reset.</summary>
    [Benchmark]
    public CircuitPosition NearestPositionAnywhere()
    {
        var there = Next();
        return _circuit.Locate(there.X + 1, there.Y + 1);
    }

    private CentreLineSample Next() => _circuit.Sample(_arc = (_arc + 0.5f) % _circuit.Length);
}
