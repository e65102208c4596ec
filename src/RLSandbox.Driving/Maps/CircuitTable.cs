using System.Runtime.CompilerServices;
using RLSandbox.Core.Memory;
using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Maps;

/// <summary>All circuits of a scenario packed for loops over rows that drive on different ones: everything in one stretch of memory, by address.</summary>
/// <remarks>
/// A step reads some twenty cache lines of its circuit, elsewhere for every environment. So what is read together lies together: positions in blocks
/// of eight for the search, position and tangent of a node in 16 bytes, the rest of it in 16 others; and all of it in huge pages, since finding the
/// pages took about a sixth of a step (decision 0033). Immutable; any number of threads may read it.
/// </remarks>
internal sealed unsafe class CircuitTable : IDisposable
{
    private readonly NativeBuffer<float> _memory;
    private readonly NativeBuffer<CircuitView> _views;

    /// <summary>Copies the tables of the circuits of <paramref name="maps"/>.</summary>
    public CircuitTable(IReadOnlyList<CompiledMap> maps)
        : this([.. maps.Select(map => map.Circuit)])
    {
    }

    /// <inheritdoc cref="CircuitTable(IReadOnlyList{CompiledMap})"/>
    public CircuitTable(params Circuit[] circuits)
    {
        _memory = new(circuits.Sum(circuit => CircuitView.FloatCount(circuit)), hugePages: true);
        _views = new(circuits.Length);
        var next = _memory.Address;
        for (var i = 0; i < circuits.Length; i++)
        {
            _views[i] = new(circuits[i], next);
            next += CircuitView.FloatCount(circuits[i]);
        }
    }

    /// <summary>The circuits of the eight ego rows from <paramref name="firstRow"/> on; rows beyond the last get its circuit.</summary>
    /// <param name="episode">Of each environment of the chunk.</param>
    /// <param name="agents">Ego rows per environment.</param>
    public CircuitLanes Rows(ReadOnlySpan<EpisodeState> episode, int firstRow, int agents)
    {
        Unsafe.SkipInit(out Eight<nint> views);
        var (environment, agent) = agents == 1 ? (firstRow, 0) : (firstRow / agents, firstRow % agents);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            views[lane] = (nint)(_views.Address + episode[environment].MapIndex);
            if (++agent < agents || environment + 1 == episode.Length) continue;
            (environment, agent) = (environment + 1, 0);
        }
        return new(views);
    }

    /// <summary>Asks for the memory that <see cref="CircuitLanes.Locate"/> is likely to read for the ego rows from <paramref name="firstRow"/> on: it comes while those before them are located.</summary>
    public void Prefetch(ReadOnlySpan<EpisodeState> episode, ReadOnlySpan<CircuitPosition> position, int firstRow, int agents)
    {
        for (var row = firstRow; row < Math.Min(firstRow + Lanes.Count, position.Length); row++)
        {
            ref readonly var view = ref _views[episode[agents == 1 ? row : row / agents].MapIndex];
            view.Prefetch((int)(position[row].Arc * view.NodesPerMetre));
        }
    }

    /// <summary>Asks for half of that earlier: details are read at the car alone, so that nobody brought them lately, where points are also what others see ahead.</summary>
    public void PrefetchDetails(ReadOnlySpan<EpisodeState> episode, ReadOnlySpan<CircuitPosition> position, int firstRow, int agents)
    {
        for (var row = firstRow; row < Math.Min(firstRow + Lanes.Count, position.Length); row++)
        {
            ref readonly var view = ref _views[episode[agents == 1 ? row : row / agents].MapIndex];
            view.PrefetchDetails((int)(position[row].Arc * view.NodesPerMetre));
        }
    }

    /// <summary>The circuits of eight ego rows.</summary>
    public CircuitLanes Rows(ReadOnlySpan<EpisodeState> episode, in Eight<int> rows, int agents)
    {
        Unsafe.SkipInit(out Eight<nint> views);
        for (var lane = 0; lane < Lanes.Count; lane++) views[lane] = (nint)(_views.Address + episode[agents == 1 ? rows[lane] : rows[lane] / agents].MapIndex);
        return new(views);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _views.Dispose();
    }
}
