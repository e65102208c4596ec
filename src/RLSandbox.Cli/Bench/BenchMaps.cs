using RLSandbox.Core;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Cli.Bench;

/// <summary>A driving scenario with as many of its training maps as measurements want; compiled at the first use.</summary>
internal sealed class BenchMaps : IDisposable
{
    private readonly DrivingScenario _scenario;
    private readonly string? _map;
    private DrivingEnvironment? _first;

    private BenchMaps(DrivingScenario scenario, string? map, IReadOnlyList<int> counts) => (_scenario, _map, Counts) = (scenario, map, counts);

    /// <summary>Name of the scenario.</summary>
    public string Name => _scenario.Name;

    /// <summary>How many maps to measure with, one after the other.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>The task without its maps.</summary>
    public DrivingConfig Config => _scenario.Driving;

    private DrivingEnvironment First => _first ??= (DrivingEnvironment)_scenario.Build(new(MapPurpose.Training, 1, Environment.ProcessorCount) { MapFiles = _map is null ? [] : [_map] });

    /// <summary>Whether the scenario has the section <paramref name="sensor"/>.</summary>
    public bool Shows(string sensor) => sensor == "camera" ? _scenario.Driving.Camera is not null : _scenario.Driving.State is not null;

    /// <summary>The first <paramref name="count"/> maps; owned here.</summary>
    public IReadOnlyList<CompiledMap> Maps(int count) => [.. First.Maps.Take(count)];

    /// <summary>Reads a scenario.</summary>
    /// <param name="variation">Values for its keys, before those of the command line.</param>
    /// <param name="standard">Numbers of maps where the command line names none and the scenario can make any number.</param>
    /// <returns>Null where the scenario is no driving task.</returns>
    /// <exception cref="UserErrorException">There is no such scenario, or it has fewer maps.</exception>
    public static BenchMaps? Load(BenchRequest request, IEnumerable<string> variation, params IReadOnlyList<int> standard)
    {
        var (name, overrides) = (request.Scenario ?? BenchRequest.StandardScenario, request.With(variation));
        using (var loaded = ScenarioSource.Load(name, (request with { Agents = null }).With(variation)))
        {
            if (loaded is not DrivingScenario) return null;
        }
        var scenario = new DrivingScenario(DrivingScenario.Read(name, overrides));
        var set = scenario.MapSets[0].Maps;
        var fixedCount = request.Map is not null ? 1 : set.Generated is null || set.Towns is not null || set.Circuit is not null || set.Files.Count > 0 ? set.Count : (int?)null;
        if (fixedCount is { } few)
        {
            if (request.Maps?.FirstOrDefault(count => count > few) is > 0 and var many) throw new UserErrorException(FormattableString.Invariant($"--maps {many}: {request.Map ?? name} has {few} map{(few == 1 ? "" : "s")}. Leave --maps out, or name a scenario whose maps are generated."));
            return new(scenario, request.Map, request.Maps ?? [few]);
        }
        var counts = request.Maps ?? standard;
        return new(new(DrivingScenario.Read(name, [.. overrides, FormattableString.Invariant($"map.generated.count={counts.Max()}")])), null, counts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first?.Dispose();
        _scenario.Dispose();
    }
}
