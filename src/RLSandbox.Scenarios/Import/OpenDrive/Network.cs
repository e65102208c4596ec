namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Everything that a file describes, found by id.</summary>
internal sealed class Network
{
    private const int MostSteps = 1000;                                  // over sections without length

    private readonly Dictionary<string, SourceRoad> _roads = new(StringComparer.Ordinal);
    private readonly Dictionary<(SourceRoad, int Section), List<LaneStrip>> _strips = [];

    /// <summary>Roads in the order of the file.</summary>
    public List<SourceRoad> Roads { get; } = [];

    /// <summary>Junctions in the order of the file.</summary>
    public List<SourceJunction> Junctions { get; } = [];

    /// <summary>Adds a road, unless there is one with its id.</summary>
    public bool TryAdd(SourceRoad road)
    {
        if (!_roads.TryAdd(road.Id, road)) return false;
        Roads.Add(road);
        return true;
    }

    /// <summary>The road with an id; null if there is none.</summary>
    public SourceRoad? Road(string id) => _roads.GetValueOrDefault(id);

    /// <summary>Notes the lanes of a section, left to right.</summary>
    public void Add(SourceRoad road, int section, List<LaneStrip> strips) => _strips[(road, section)] = strips;

    /// <summary>Lanes of a section, left to right.</summary>
    public List<LaneStrip> Strips(SourceRoad road, int section) => _strips.GetValueOrDefault((road, section)) ?? [];

    /// <summary>Lanes at a road's beginning or end.</summary>
    public List<LaneStrip> StripsAt(SourceRoad road, bool atEnd) => Strips(road, atEnd ? road.Sections.Count - 1 : 0);

    /// <summary>Index of the section that holds a place along a road.</summary>
    public static int SectionAt(SourceRoad road, double s)
    {
        var index = Starts.LastUpTo(road.Sections, s, section => section.Start);
        for (var steps = 0; index > 0 && !road.Sections[index].HasLength && steps < MostSteps; steps++) index--;       // those only hand on links
        return index;
    }

    /// <summary>A lane of a section by its number; null if there is none.</summary>
    public static LaneStrip? Find(List<LaneStrip> strips, int lane)
    {
        // Left to right means from the highest number to the lowest.
        int low = 0, high = strips.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (strips[middle].Lane.Id == lane) return strips[middle];
            if (strips[middle].Lane.Id > lane) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }
}
