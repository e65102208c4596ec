using RLSandbox.Core.Threading;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Systems;
using RLSandbox.Driving.Vehicles;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Tests.Vehicles;

[Category("Property")]
public sealed class VehicleMotionSystemTests
{
    private const float Dt = 0.05f;

    /// <summary>Hashes that code for one vehicle at a time gave, before eight went side by side.</summary>
    [TestCase(VehicleModel.Dynamic, 3213998333101212288ul)]
    [TestCase(VehicleModel.Kinematic, 730423826764817674ul)]
    [Category("Golden")]
    public void VehiclesAfter200Steps_AreWhereTheyWere(VehicleModel model, ulong expected)
    {
        using var world = new WorldBuilder(1001).FixedTable<Ego>(1, t => t.Column<Pose>().Column<Motion>().Column<Control>()).Build();
        using var pool = new WorkerPool(1);
        var schedule = new Schedule().Add(new VehicleMotionSystem(new VehicleConfig { Model = model, TopSpeedMps = 40 }));
        var egos = world.Table<Ego>();
        for (var row = 0; row < egos.RowCount; row++)
        {
            egos.Column<Motion>()[row] = VehicleRun.Absurd((uint)row);
            egos.Column<Control>()[row] = row % 50 == 0 ? new(float.NaN, float.NaN) : new(row % 13 * 0.1f - 0.6f, row % 17 * 1.1f - 9f);
        }
        for (var step = 0; step < 200; step++) schedule.Run(world, pool, new StepContext(Dt, step, 1));
        Assert.That(world.Hash(), Is.EqualTo(expected));
    }

    [TestCase(VehicleModel.Dynamic)]
    [TestCase(VehicleModel.Kinematic)]
    public void EveryRowOfABatch_MovesLikeAVehicleAlone(VehicleModel model)
    {
        using var world = new WorldBuilder(37).FixedTable<Ego>(2, t => t.Column<Pose>().Column<Motion>().Column<Control>()).Build();
        using var pool = new WorkerPool(2);
        var schedule = new Schedule().Add(new VehicleMotionSystem(new VehicleConfig { Model = model }));
        var egos = world.Table<Ego>();
        var alone = new VehicleRun[egos.RowCount];
        for (var row = 0; row < egos.RowCount; row++)
        {
            var motion = VehicleRun.Absurd((uint)row);
            egos.Column<Motion>()[row] = motion;
            egos.Column<Control>()[row] = new(0.01f * row - 0.3f, 0.2f * row - 5f);
            alone[row] = new(model, Dt) { Motion = motion };
        }
        for (var step = 0; step < 20; step++) schedule.Run(world, pool, new StepContext(Dt, step, 1));
        for (var row = 0; row < egos.RowCount; row++)
        {
            alone[row].For(20 * Dt, 0.01f * row - 0.3f, 0.2f * row - 5f);
            Assert.That((egos.Column<Pose>()[row], egos.Column<Motion>()[row]), Is.EqualTo((alone[row].Pose, alone[row].Motion)), $"row {row}");
        }
    }
}
