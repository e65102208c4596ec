using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Classic;

/// <summary>The four classic tasks against trajectories of an independent implementation: Oracle/classic_tasks.py says how they were made.</summary>
[Category("Oracle")]
public sealed class OracleTests
{
    /// <summary>Doubles whose sums were formed in another order, after at most some tens of operations on numbers below 100.</summary>
    private const double DoubleRounding = 1e-12;

    /// <summary>Observations and rewards are published as floats; the largest are near 28.</summary>
    private const double FloatRounding = 4e-6;

    /// <summary>A swinging arm doubles a rounding error about once a second: 1e-16 after 26 s is still below this.</summary>
    private const double TrajectoryDrift = 1e-5;

    [Test]
    public void CartPole_AgreesWithTheOracle() => Check<CartPoleTask, CartPoleState>(CartPoleEnvironment.Create(1), "cartpole");

    [Test]
    public void MountainCar_AgreesWithTheOracle() => Check<MountainCarTask, MountainCarState>(MountainCarEnvironment.Create(1), "mountain-car");

    [Test]
    public void Acrobot_AgreesWithTheOracle() => Check<AcrobotTask, AcrobotState>(AcrobotEnvironment.Create(1), "acrobot");

    [Test]
    public void Pendulum_AgreesWithTheOracle() => Check<PendulumTask, PendulumState>(PendulumEnvironment.Create(1), "pendulum");

    private static void Check<TTask, TState>(IEnvironment environment, string file) where TTask : struct, ITask<TState> where TState : unmanaged
    {
        using var batch = (BatchEnvironment<TTask, TState>)environment;
        using var actions = new ActionBuffer(batch.Spec.Action, 1);
        var size = Unsafe.SizeOf<TState>() / sizeof(double);
        var rows = Rows(file, size, batch.Spec.Parts[0].ElementCount);
        Assert.That(rows, Has.Count.GreaterThan(150));
        foreach (var row in rows) CheckStep(batch, actions, row);
        foreach (var episode in rows.GroupBy(row => row.Episode)) CheckTrajectory(batch, actions, [.. episode]);
    }

    /// <summary>Each step from the oracle's own state: no error is carried along, so a last-digit tolerance holds on every machine.</summary>
    private static void CheckStep<TTask, TState>(BatchEnvironment<TTask, TState> batch, ActionBuffer actions, Row row) where TTask : struct, ITask<TState> where TState : unmanaged
    {
        batch.Reset(1);
        Put(batch, row);
        Act(batch, actions, row);
        Assert.That((double)batch.Rewards[0], Is.EqualTo(row.Reward).Within(FloatRounding), row.Place);
        Assert.That(batch.Terminated[0], Is.EqualTo(row.Ended), row.Place);
        if (row.Ended) return;                                 // a new episode has begun
        Assert.That(StateOf(batch).ToArray(), Is.EqualTo(row.After).Within(DoubleRounding), row.Place);
        Assert.That(Observed(batch), Is.EqualTo(row.Observation).Within(FloatRounding), row.Place);
    }

    /// <summary>A whole episode from its first state alone.</summary>
    private static void CheckTrajectory<TTask, TState>(BatchEnvironment<TTask, TState> batch, ActionBuffer actions, Row[] rows) where TTask : struct, ITask<TState> where TState : unmanaged
    {
        batch.Reset(1);
        Put(batch, rows[0]);
        foreach (var row in rows)
        {
            Act(batch, actions, row);
            Assert.That(batch.Terminated[0], Is.EqualTo(row.Ended), row.Place);
            if (!row.Ended) Assert.That(Observed(batch), Is.EqualTo(row.Observation).Within(TrajectoryDrift), row.Place);
        }
    }

    private static void Put<TTask, TState>(BatchEnvironment<TTask, TState> batch, Row row) where TTask : struct, ITask<TState> where TState : unmanaged =>
        row.Before.CopyTo(StateOf(batch));

    private static void Act(IEnvironment environment, ActionBuffer actions, Row row)
    {
        if (actions.Values.IsEmpty) actions.Choices[0] = (int)row.Action;
        else actions.Values[0] = (float)row.Action;
        environment.Step(actions);
    }

    private static Span<double> StateOf<TTask, TState>(BatchEnvironment<TTask, TState> batch) where TTask : struct, ITask<TState> where TState : unmanaged =>
        MemoryMarshal.Cast<TState, double>(MemoryMarshal.CreateSpan(ref batch.StateOf(0), 1));

    private static double[] Observed(IEnvironment environment) => [.. environment.Observations.Row<float>(0, 0).ToArray().Select(value => (double)value)];

    private static List<Row> Rows(string file, int stateSize, int observationSize)
    {
        var path = Path.Combine(Repository.Root, "tests", "RLSandbox.Learning.Tests", "Oracle", $"{file}.csv");
        return [.. File.ReadLines(path).Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()).Select(ToRow)];

        Row ToRow(double[] cells) => new(
            $"{file}.csv, episode {cells[0]}, step {cells[1]}", (int)cells[0],
            cells[2..(2 + stateSize)], cells[2 + stateSize], cells[(3 + stateSize)..(3 + 2 * stateSize)],
            cells[(3 + 2 * stateSize)..(3 + 2 * stateSize + observationSize)], cells[^2], cells[^1] == 1);
    }

    private sealed record Row(string Place, int Episode, double[] Before, double Action, double[] After, double[] Observation, double Reward, bool Ended);
}
