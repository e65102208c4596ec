using RLSandbox.Core.Configuration;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios;

/// <summary>Circuits made by the generator: number k is drawn from the seed and k alone.</summary>
public sealed record GeneratedMaps
{
    /// <summary>The most that a section may ask for.</summary>
    internal const int MostCircuits = 100_000;

    /// <summary>How many.</summary>
    public int Count { get; init; } = 256;

    /// <summary>Another seed, other circuits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What they look like.</summary>
    public GeneratorConfig Shape { get; init; } = new();

    internal static GeneratedMaps Bind(SectionReader reader, GeneratedMaps defaults) => new()
    {
        Count = reader.Integer("count", defaults.Count, "How many circuits to generate; an episode draws one of them.", 1, MostCircuits),
        Seed = reader.Long("seed", defaults.Seed, "Seed of the generator; another seed gives other circuits.", 0),
        Shape = GeneratorConfig.Bind(reader, defaults.Shape),
    };
}

/// <summary>Section <c>map</c>: where the maps come from, all sources together, and how fine they are drawn for the camera.</summary>
public sealed record MapConfig
{
    /// <summary>Name of a file under <c>assets/maps</c>, without its ending; null for none.</summary>
    public string? Circuit { get; init; }

    /// <summary>Full paths of map files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Generated circuits; null for none.</summary>
    public GeneratedMaps? Generated { get; init; } = new();

    /// <summary>Generated towns; null for none.</summary>
    public GeneratedTowns? Towns { get; init; }

    /// <summary>What is driven on maps with lanes.</summary>
    public RoutesConfig Routes { get; init; } = new();

    /// <summary>Full paths of scene files: what was recorded on <see cref="Files"/>, one for each; empty for empty roads.</summary>
    public IReadOnlyList<string> Scenes { get; init; } = [];

    /// <summary>Id of the problem or actor that the agent stands for; null for every problem in turn.</summary>
    public string? Ego { get; init; }

    /// <summary>Seconds after which recorded cars drive by themselves; 0 for never.</summary>
    public float HandoverSeconds { get; init; }

    /// <summary>Side of a cell of the class raster, m.</summary>
    public float RasterMetres { get; init; } = 0.25f;

    /// <summary>Compiled maps may take this much, in units of 1,048,576 bytes.</summary>
    public int MapMemoryMegabytes { get; init; } = 2048;

    /// <summary>Number of sources: circuits, files and towns. A map with lanes gives as many maps to drive on as it has routes.</summary>
    public int Count => (Circuit is null ? 0 : 1) + Files.Count + (Generated?.Count ?? 0) + (Towns?.Count ?? 0);

    /// <summary>As many generated circuits or towns as there are episodes, where any are generated, each town with one route.</summary>
    public MapConfig WithCount(int episodes) => this with
    {
        Generated = Generated is null ? null : Generated with { Count = Math.Min(episodes, GeneratedMaps.MostCircuits) },
        Towns = Towns is null ? null : Towns with { Count = Math.Min(episodes, GeneratedMaps.MostCircuits) },
        Routes = Routes with { Count = Towns is null ? Math.Min(episodes, RoutesConfig.MostRoutes) : 1 },
    };

    /// <summary>Other generated maps and other routes than these.</summary>
    internal MapConfig Reseeded(int step) => this with
    {
        Generated = Generated is null ? null : Generated with { Seed = Next(Generated.Seed, step) },
        Towns = Towns is null ? null : Towns with { Seed = Next(Towns.Seed, step) },
        Routes = Routes with { Seed = Next(Routes.Seed, step) },
    };

    private static long Next(long seed, int step) => unchecked(seed + step) & long.MaxValue;

    /// <summary>Reads a map section; sources that the file does not name are absent, unless it names none at all.</summary>
    /// <param name="defaults">What holds where the section says nothing.</param>
    /// <param name="scenarioFolder">Where <c>files</c> are looked for first.</param>
    public static MapConfig Bind(SectionReader reader, MapConfig defaults, string scenarioFolder)
    {
        var isNamed = reader.Has("circuit") || reader.Has("files") || reader.Has("generated") || reader.Has("towns");
        var (circuit, files, isGenerated) = isNamed ? (null, [], reader.Has("generated")) : (defaults.Circuit, defaults.Files, defaults.Generated is not null);
        var hasTowns = isNamed ? reader.Has("towns") : defaults.Towns is not null;
        var generated = reader.Section("generated", "Circuits made by a generator; used if no other source is named.", shown: isGenerated);
        var config = new MapConfig
        {
            Generated = GeneratedMaps.Bind(generated, defaults.Generated ?? new()),
            Circuit = reader.OptionalText("circuit", circuit, "Name of one circuit that comes with the program, such as a file assets/maps/NAME.yaml."),
            Files = reader.Files("files", files, "Map files, of circuits or with lanes, looked for beside this file, then in assets/maps.", name => MapFiles.Locate(name, scenarioFolder)),
            Towns = GeneratedTowns.Bind(reader.Section("towns", "Road networks made by a generator.", shown: hasTowns), defaults.Towns ?? new()),
            Routes = RoutesConfig.Bind(reader.Section("routes", "What is driven on maps with lanes: files of road maps, and towns.", shown: hasTowns || files.Count > 0), defaults.Routes),
            Scenes = reader.Files("scenes", defaults.Scenes, "Recorded scenes, one for each of the files: their road users take part, and the agent has their goals.", name => MapFiles.Locate(name, scenarioFolder)),
            Ego = reader.OptionalText("ego", defaults.Ego, "Id of the problem or actor of a scene that the agent stands for; without it every problem in turn, or the first car that moves."),
            HandoverSeconds = reader.Number("handoverSeconds", defaults.HandoverSeconds, "Seconds after which the cars of a scene react to others instead of repeating what was recorded; 0 for never.", 0, 10_000),
            RasterMetres = reader.Number("rasterMetres", defaults.RasterMetres, "Side of the map's cells as the camera sees them, m; finer takes more memory.", 0.05f, 2f),
            MapMemoryMegabytes = reader.Integer("mapMemoryMegabytes", defaults.MapMemoryMegabytes, "Memory that these maps may take; more is an error.", 1, 1 << 20),
        };
        if (config.Scenes.Count > 0 && config.Scenes.Count != config.Files.Count)
            reader.Reject("scenes", $"expected as many scenes as files, found {config.Scenes.Count} and {config.Files.Count}", "name the map file of each scene in files, in the same order");
        config.Check(reader);
        return config with { Generated = isGenerated ? config.Generated : null, Towns = hasTowns ? config.Towns : null };
    }

    /// <summary>What one key alone does not tell; only of keys that stand in this section, so that a mistake is named once.</summary>
    private void Check(SectionReader reader)
    {
        if (Circuit is not null && reader.Has("circuit") && !File.Exists(MapFiles.CircuitFile(Circuit)))
        {
            var names = MapFiles.CircuitNames();
            var nearest = NearestName.Of(Circuit, names);
            var hint = nearest is not null ? $"did you mean \"{nearest}\"?" : names.Count == 0 ? "no folder assets/maps was found" : $"there are {string.Join(", ", names)}";
            reader.Reject("circuit", $"expected the name of a circuit in assets/maps, found \"{Circuit}\"", hint);
        }
        var hasNoFile = reader.Node("files") is { Kind: ConfigNodeKind.List, Items.Count: 0 };
        if (hasNoFile && !reader.Has("circuit") && !reader.Has("generated") && !reader.Has("towns")) reader.Reject("files", "no map is named", "name at least one file");
    }
}
