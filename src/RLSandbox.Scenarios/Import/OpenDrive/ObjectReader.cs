using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads objects beside and on roads: crossings, parking places, obstacles, painted stop lines.</summary>
internal sealed class ObjectReader(SourceReader reader, Network network, StopLines stops, RoadMapDraft draft)
{
    private const int MostCopies = 1000;                                 // of one object
    private const double Farthest = 1e8;                                 // m from the origin
    private const int MostCorners = 1_000_000;                           // of all objects

    private static readonly Dictionary<string, AreaKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["crosswalk"] = AreaKind.Crossing, ["parkingSpace"] = AreaKind.Parking, ["vegetation"] = AreaKind.Obstacle, ["tree"] = AreaKind.Obstacle,
        ["barrier"] = AreaKind.Obstacle, ["railing"] = AreaKind.Obstacle, ["soundBarrier"] = AreaKind.Obstacle, ["building"] = AreaKind.Obstacle, ["pole"] = AreaKind.Obstacle,
        ["obstacle"] = AreaKind.Obstacle, ["gantry"] = AreaKind.Obstacle, ["streetLamp"] = AreaKind.Obstacle, ["trafficIsland"] = AreaKind.Obstacle,
    };

    private readonly ObjectShape _shapes = new(reader);
    private readonly SortedDictionary<string, int> _unread = new(StringComparer.Ordinal);
    private int _pointless, _corners;

    /// <summary>Reads all objects of a file.</summary>
    public void Read()
    {
        foreach (var road in network.Roads)
            foreach (var element in SourceReader.Children(SourceReader.Child(road.Element, "objects"), "object")) Read(road, element);
        foreach (var (type, count) in _unread) draft.Warn("objects", $"{count} of type \"{SourceReader.Short(type)}\" are none that we read, and were left out", 0, count);
        if (_pointless > 0) draft.Warn("objects", $"{_pointless} without a size or an outline were left out", 0, _pointless);
    }

    private void Read(SourceRoad road, XElement element)
    {
        if (_corners > MostCorners) return;
        var type = SourceReader.Text(element, "type");
        if (IsStopLine(element)) AddStopLine(road, element);
        else if (!_kinds.TryGetValue(type, out var kind)) _unread[type] = _unread.GetValueOrDefault(type) + 1;
        else
        {
            var repeats = SourceReader.Children(element, "repeat").ToList();
            if (repeats.Count == 0) Add(road, element, kind, _shapes.Outline(road, element, Repetition.None(reader, element)));
            foreach (var repeat in repeats) Repeat(road, element, repeat, kind);
        }
    }

    private void Repeat(SourceRoad road, XElement element, XElement repeat, AreaKind kind)
    {
        double start = reader.Number(repeat, "s", double.NaN), length = reader.Number(repeat, "length", double.NaN), distance = reader.Number(repeat, "distance", 0);
        if (!double.IsFinite(start + length + distance) || length < 0 || distance < 0)
        {
            reader.Warn(repeat, "expected s, length and distance of 0 or more; it was left out");
            return;
        }
        if (distance == 0)
        {
            AddStrip(road, element, kind, _shapes.Strip(road, element, repeat, start, Math.Min(length, road.Line.Length)));
            return;
        }
        var copies = Math.Floor(length / distance + 1e-9) + 1;
        if (copies > MostCopies) reader.Warn(repeat, FormattableString.Invariant($"asks for {copies:0} copies, of which the first {MostCopies} were made"), copies);
        for (var copy = 0; copy < Math.Min(copies, MostCopies) && _corners <= MostCorners; copy++)
            Add(road, element, kind, _shapes.Outline(road, element, Repetition.Of(reader, element, repeat, start + copy * distance, length > 0 ? copy * distance / length : 0)));
    }

    private void AddStrip(SourceRoad road, XElement element, AreaKind kind, (List<MapPoint> Left, List<MapPoint> Right) strip)
    {
        _corners += strip.Left.Count;
        if (strip.Left.Count < 2) _pointless++;
        else if (strip.Left.SequenceEqual(strip.Right)) draft.Lines.Add(new() { Kind = MarkingKind.Barrier, Points = strip.Left });
        else Add(road, element, kind, [.. strip.Left, .. Enumerable.Reverse(strip.Right)]);
    }

    private void Add(SourceRoad road, XElement element, AreaKind kind, List<MapPoint> outline)
    {
        _corners += outline.Count;
        if (_corners > MostCorners) reader.Warn(element, $"expected at most {MostCorners} corners of objects, found more; the later objects were left out");
        if (!outline.TrueForAll(point => Math.Abs(point.X) < Farthest && Math.Abs(point.Y) < Farthest && Math.Abs(point.Z) < Farthest)) reader.Warn(element, "expected finite numbers for its place and size; it was left out");
        else if (outline.Count < 3) _pointless++;
        else draft.Areas.Add(new() { Kind = kind, Outline = outline });
    }

    /// <summary>Tools write them as a type of their own, as a kind of road mark, or say it only in the name.</summary>
    private static bool IsStopLine(XElement element)
    {
        string name = SourceReader.Text(element, "name"), type = SourceReader.Text(element, "type"), subtype = SourceReader.Text(element, "subtype");
        return new[] { name, type, subtype }.Any(text => text.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Contains("stopline", StringComparison.OrdinalIgnoreCase));
    }

    private void AddStopLine(SourceRoad road, XElement element)
    {
        var lanes = new SignalLanes(reader, network).At(road, element, "294");
        var s = reader.Number(element, "s", double.NaN);
        if (lanes.Count == 0 || !double.IsFinite(s)) _pointless++;
        else stops.Add(lanes, s, StopKind.Unknown, isPainted: true);
    }
}
