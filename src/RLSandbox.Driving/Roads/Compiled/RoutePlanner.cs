using System.Diagnostics.CodeAnalysis;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Finds ways through a network: along lanes, on to their successors, and over lines that may be crossed.</summary>
/// <remarks>
/// A lane change takes 20 m, less where the line may be crossed over less, but at least 8 m. Bidirectional lanes are driven in their own direction only.
/// Any number of threads may ask; queries allocate. The same bits on every machine.
/// </remarks>
public sealed class RoutePlanner
{
    /// <summary>Metres of detour that one lane change is worth.</summary>
    public const double ChangeCost = 10;

    private readonly LaneMoves _moves;
    private readonly LaneComponents _components;
    private readonly RandomRoutes _random;

    /// <summary>A planner for a network.</summary>
    public RoutePlanner(RoadNetwork network)
    {
        Network = network;
        _moves = new(network);
        _components = new(network, _moves);
        _random = new(network, _moves, _components);
        DeadEnds = [.. Enumerable.Range(0, network.Lanes.Length).Where(lane => network.Lanes[lane].IsDrivable && _components.Edges(lane).Length == 0)];
        LargestComponent = [.. FindLargest()];
    }

    /// <summary>What it plans on.</summary>
    public RoadNetwork Network { get; }

    /// <summary>Drivable lanes from which no other lane can be reached.</summary>
    public IReadOnlyList<int> DeadEnds { get; }

    /// <summary>The set of lanes, with the longest sum of lengths, all of which can be reached from each other; empty where nothing leads back.</summary>
    public IReadOnlyList<int> LargestComponent { get; }

    /// <summary>Longest way that a draw can find, m; infinite where one can drive in circles.</summary>
    public double LongestWay => _components.Reach.DefaultIfEmpty(0).Max();

    /// <summary>The shortest way between two places, each lane change counted as <see cref="ChangeCost"/> more; false if there is none.</summary>
    /// <remarks>Source: Dijkstra, "A note on two problems in connexion with graphs", 1959; over places instead of lanes, see <see cref="RouteSearch"/>.</remarks>
    public bool TryFind(LanePlace from, LanePlace to, [NotNullWhen(true)] out Route? route)
    {
        Check(from, nameof(from));
        Check(to, nameof(to));
        route = new RouteSearch(Network, _moves).Find(from, to);
        return route is not null;
    }

    /// <summary>A way of exactly <paramref name="metres"/> from a random place on, with random turns and lane changes; false where no such way was found.</summary>
    /// <param name="key">Draws with the steps from 0 on.</param>
    /// <param name="slot">Slot of the draws: another one, another route.</param>
    /// <param name="metres">More than 0.</param>
    public bool TryDraw(RandomKey key, uint slot, double metres, [NotNullWhen(true)] out Route? route)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(metres);
        route = _random.Draw(key, slot, metres, null);
        return route is not null;
    }

    /// <inheritdoc cref="TryDraw(RandomKey, uint, double, out Route?)"/>
    /// <param name="from">Where the way begins.</param>
    public bool TryDraw(RandomKey key, uint slot, double metres, LanePlace from, [NotNullWhen(true)] out Route? route)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(metres);
        Check(from, nameof(from));
        route = _random.Draw(key, slot, metres, from);
        return route is not null;
    }

    /// <summary>All lanes that can be reached from the beginning of a lane, itself included, by rising number.</summary>
    public IReadOnlyList<int> Reachable(int lane)
    {
        var reached = new SortedSet<int> { lane };
        var open = new Stack<int>([lane]);
        while (open.TryPop(out var next))
            foreach (var target in _components.Edges(next))
                if (reached.Add(target)) open.Push(target);
        return [.. reached];
    }

    private IEnumerable<int> FindLargest()
    {
        var length = new double[_components.Count];
        for (var lane = 0; lane < Network.Lanes.Length; lane++)
            if (_components.Of[lane] >= 0 && double.IsPositiveInfinity(_components.Reach[lane]) && IsOnCircle(lane)) length[_components.Of[lane]] += Network.Lanes[lane].Length;
        var largest = Array.IndexOf(length, length.DefaultIfEmpty(0).Max());
        return largest < 0 || length[largest] <= 0 ? [] : Enumerable.Range(0, Network.Lanes.Length).Where(lane => _components.Of[lane] == largest);
    }

    private bool IsOnCircle(int lane) => _components.Edges(lane).Any(next => _components.Of[next] == _components.Of[lane]);

    private void Check(LanePlace place, string name)
    {
        if ((uint)place.Lane >= (uint)Network.Lanes.Length || !Network.Lanes[place.Lane].IsDrivable)
            throw new ArgumentException($"Nobody drives on lane {place.Lane}.", name);
    }
}
