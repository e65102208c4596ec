using BenchmarkDotNet.Attributes;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Systems;
using RLSandbox.Driving.Vehicles;
using RLSandbox.Ecs;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Benchmarks;

/// <summary>What a physics step consists of, for one car and for a batch.</summary>
[MemoryDiagnoser]
public class StepBenchmarks : IDisposable
{
    private const int Vehicles = 1024;

    private readonly World _world = new WorldBuilder(Vehicles).FixedTable<Ego>(1, table => table.Column<Pose>().Column<Motion>().Column<Control>()).Build();
    private readonly VehicleMotionSystem _dynamic = new(new()), _kinematic = new(new() { Model = VehicleModel.Kinematic });
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

    /// <summary>One step of 1,024 dynamic bicycles, eight side by side.</summary>
    [Benchmark]
    public void DynamicBicycleStepOf1024() => _dynamic.Run(new(0.05f, 0, 1), _world.All);

    /// <summary>One step of 1,024 kinematic bicycles.</summary>
    [Benchmark]
    public void KinematicBicycleStepOf1024() => _kinematic.Run(new(0.05f, 0, 1), _world.All);

    /// <summary>The nearest position near the last one, for one car.</summary>
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

    /// <summary>Frees the batch.</summary>
    public void Dispose()
    {
        _world.Dispose();
        GC.SuppressFinalize(this);
    }

    private CentreLineSample Next() => _circuit.Sample(_arc = (_arc + 0.5f) % _circuit.Length);
}
