using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads signals, references to them and their controllers: lights, signs and stop lines.</summary>
internal sealed class SignalReader(SourceReader reader, Network network, StopLines stops, RoadMapDraft draft)
{
    private readonly SignalLanes _lanes = new(reader, network);
    private readonly Dictionary<string, Signal> _signals = new(StringComparer.Ordinal);

    /// <summary>Reads all signals of a file.</summary>
    public void Read(XElement root)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var controller in SourceReader.Children(root, "controller"))
            foreach (var control in SourceReader.Children(controller, "control")) groups.TryAdd(SourceReader.Text(control, "signalId"), SourceReader.Text(controller, "id"));
        foreach (var road in network.Roads)
            foreach (var element in All(road, "signal")) Add(road, element);
        foreach (var road in network.Roads)
            foreach (var element in All(road, "signalReference")) AddReference(road, element);
        foreach (var signal in _signals.Values) Write(signal, groups.GetValueOrDefault(signal.Id, ""));
    }

    private static IEnumerable<XElement> All(SourceRoad road, string name) => SourceReader.Children(SourceReader.Child(road.Element, "signals"), name);

    private void Add(SourceRoad road, XElement element)
    {
        var signal = new Signal(SourceReader.Text(element, "id"), SourceReader.Text(element, "type"), road, element);
        if (signal.Id.Length == 0 || !_signals.TryAdd(signal.Id, signal)) reader.Warn(element, signal.Id.Length == 0 ? "expected an id, found none; the signal was left out" : "a second signal with this id was left out");
        else Hold(signal, road, element);
    }

    private void AddReference(SourceRoad road, XElement element)
    {
        var id = SourceReader.Text(element, "id");
        if (_signals.TryGetValue(id, out var signal)) Hold(signal, road, element);
        else reader.Warn(element, $"there is no signal {SourceReader.Short(id)}; the reference was left out");
    }

    /// <summary>Notes the lanes that a signal holds for at one of its places, and the line at which they wait.</summary>
    private void Hold(Signal signal, SourceRoad road, XElement element)
    {
        var lanes = _lanes.At(road, element, signal.Type);
        var atEntry = signal.IsLight && road.Junction is not null;
        if (atEntry) lanes = [.. lanes.Select(SignalLanes.Entry)];
        signal.Lanes.UnionWith(lanes.Select(strip => strip.Id));
        if (signal.Stop is { } kind) stops.Add(lanes, atEntry ? double.NaN : reader.Number(element, "s", 0), kind, SignCodes.IsStopLine(signal.Type));
    }

    private void Write(Signal signal, string group)
    {
        if (Position(signal) is not { } position) return;
        if (signal.IsLight) draft.Lights.Add(new() { Id = signal.Id, Position = position, Lanes = [.. signal.Lanes], Group = group });
        else if (!SignCodes.IsStopLine(signal.Type)) draft.Signs.Add(new() { Id = signal.Id, Kind = signal.Kind, Code = signal.Code, Value = Value(signal), Position = position, Lanes = [.. signal.Lanes] });
    }

    private MapPoint? Position(Signal signal)
    {
        double s = reader.Number(signal.Element, "s", double.NaN), t = reader.Number(signal.Element, "t", 0), above = reader.Number(signal.Element, "zOffset", 0);
        var road = signal.Road;
        if (SourceReader.Child(signal.Element, "positionInertial") is { } inertial)
        {
            var point = new MapPoint(reader.Number(inertial, "x", double.NaN), reader.Number(inertial, "y", double.NaN), reader.Number(inertial, "z", 0));
            return double.IsFinite(point.X + point.Y + point.Z) ? point : null;
        }
        if (SourceReader.Child(signal.Element, "positionRoad") is { } other && network.Road(SourceReader.Text(other, "roadId")) is { } stands)
            (road, s, t, above) = (stands, reader.Number(other, "s", s), reader.Number(other, "t", t), reader.Number(other, "zOffset", 0));
        var place = road.Line.At(s).Ahead(0, t, 0);
        var z = road.Elevation.At(s) + above;
        if (double.IsFinite(place.X + place.Y + z)) return new(place.X, place.Y, z);
        reader.Warn(signal.Element, "expected finite s, t and zOffset; the signal was left out");
        return null;
    }

    /// <summary>m/s for a limit, else the number as it stands; NaN for none.</summary>
    private double Value(Signal signal)
    {
        var source = signal.SpeedElement ?? signal.Element;
        var value = SourceReader.Text(source, "value").Length > 0 ? reader.Number(source, "value", double.NaN) : double.NaN;
        if (value is -1) value = double.NaN;
        if (signal.Kind != SignKind.SpeedLimit) return value;
        // Older files write the number on the sign as its subtype.
        if (!(value > 0) && !(SourceReader.TryNumber(SourceReader.Text(signal.Element, "subtype"), out value) && value > 0)) return double.NaN;
        var unit = SourceReader.Text(source, "unit");
        return value * LaneWords.PerUnit(unit.Length > 0 ? unit : SignCodes.UsualUnit(signal.Type));
    }

    /// <summary>A signal and the lanes that it holds for, in the order in which they were found.</summary>
    private sealed class Signal(string id, string type, SourceRoad road, XElement element)
    {
        private readonly XElement? _semantics = SourceReader.Child(element, "semantics");

        public string Id => id;

        public string Type => type;

        public SourceRoad Road => road;

        public XElement Element => element;

        public HashSet<string> Lanes { get; } = new(StringComparer.Ordinal);

        public XElement? SpeedElement => SourceReader.Children(_semantics, "speed").FirstOrDefault(speed => SourceReader.Text(speed, "type") is "maximum" or "");

        private string Priority => SourceReader.Child(_semantics, "priority") is { } priority ? SourceReader.Text(priority, "type") : "";

        public SignKind Kind => SignCodes.Kind(type) is not SignKind.Other and var kind ? kind : SpeedElement is not null ? SignKind.SpeedLimit : Priority switch
        {
            "stop" => SignKind.Stop,
            "yield" or "giveWay" => SignKind.Yield,
            "priorityRoad" or "rightOfWay" => SignKind.Priority,
            _ => SignKind.Other,
        };

        public bool IsLight => SignCodes.IsLight(type) || Priority == "trafficLight" || SourceReader.Text(element, "dynamic") == "yes" && Kind == SignKind.Other && !SignCodes.IsStopLine(type);

        public StopKind? Stop => SignCodes.IsStopLine(type) ? type == "341" ? StopKind.Yield : StopKind.Unknown : IsLight ? StopKind.Light : Kind switch
        {
            SignKind.Stop => StopKind.Stop,
            SignKind.Yield => StopKind.Yield,
            _ => null,
        };

        public string Code
        {
            get
            {
                var subtype = SourceReader.Text(element, "subtype");
                return type is "" or "-1" or "none" ? "" : subtype is "" or "-1" or "none" ? type : $"{type}-{subtype}";
            }
        }
    }
}
