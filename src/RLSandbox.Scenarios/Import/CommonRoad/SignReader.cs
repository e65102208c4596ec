using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads traffic signs: what they say first, and where they stand once the lanes that name them are known.</summary>
internal sealed class SignReader(RoadMapDraft draft)
{
    private readonly OrderedDictionary<string, SignPost> _posts = new(StringComparer.Ordinal);

    /// <summary>Reads what all signs say.</summary>
    public void Read(XElement root)
    {
        foreach (var sign in root.All("trafficSign"))
        {
            var id = sign.Word("id");
            if (id.Length == 0 || _posts.ContainsKey(id)) draft.Warn($"trafficSign {id}", "a sign without an id, or with one that is taken, was left out", ImportFile.LineOf(sign));
            else _posts.Add(id, new(sign, [.. sign.All("trafficSignElement").Select(element => Plate(id, element))]));
        }
    }

    /// <summary>Speed limits among some signs, m/s.</summary>
    public IEnumerable<double> Limits(IEnumerable<string> ids) => Plates(ids).Where(plate => plate.Kind == SignKind.SpeedLimit && plate.Value > 0).Select(plate => plate.Value);

    /// <summary>What some signs mean.</summary>
    public IEnumerable<SignKind> Kinds(IEnumerable<string> ids) => Plates(ids).Select(plate => plate.Kind);

    /// <summary>Adds all signs to the draft.</summary>
    public void Place(IReadOnlyDictionary<string, XElement> lanelets)
    {
        foreach (var (id, lanelet) in lanelets)
        {
            foreach (var sign in lanelet.References("trafficSignRef").Concat(lanelet.One("stopLine").References("trafficSignRef")).Distinct())
            {
                if (_posts.TryGetValue(sign, out var post)) post.Lanes.Add(id);
                else draft.Warn($"lanelet {id}", $"names the sign {sign}, which does not exist; it was dropped", ImportFile.LineOf(lanelet));
            }
        }
        foreach (var (id, post) in _posts) Place(id, post);
    }

    private void Place(string id, SignPost post)
    {
        var (position, lanes) = (post.Element.One("position").One("point").Place(), post.Lanes);
        if (position is null && lanes.Count > 0 && draft.Find(lanes[0])!.Sections[0] is var start) position = new(start.RightX, start.RightY, start.Z);
        if (position is null || post.Plates.Count == 0)
        {
            draft.Warn($"trafficSign {id}", post.Plates.Count == 0 ? "it says nothing and was left out" : "it stands nowhere and no lanelet names it; it was left out", ImportFile.LineOf(post.Element));
            return;
        }
        for (var i = 0; i < post.Plates.Count; i++)
        {
            var (code, kind, value) = post.Plates[i];
            draft.Signs.Add(new() { Id = i == 0 ? id : $"{id}.{i + 1}", Kind = kind, Code = code, Value = value, Position = position.Value, Lanes = lanes });
        }
    }

    private IEnumerable<Plate> Plates(IEnumerable<string> ids) => ids.SelectMany(id => _posts.TryGetValue(id, out var post) ? post.Plates : []);

    private Plate Plate(string id, XElement element)
    {
        var code = element.One("trafficSignID").Word();
        var (kind, text) = (CommonRoadWords.Sign(code), element.One("additionalValue").Word());
        var value = CommonRoadXml.Number(text) ?? double.NaN;
        if (kind == SignKind.SpeedLimit && !(value > 0)) draft.Warn($"trafficSign {id}", $"expected an additionalValue above 0 m/s, found \"{text}\"; the sign limits nothing", ImportFile.LineOf(element));
        return new(code, kind, value);
    }

    private sealed record SignPost(XElement Element, List<Plate> Plates)
    {
        public List<string> Lanes { get; } = [];
    }
}

/// <summary>One element of a sign.</summary>
internal readonly record struct Plate(string Code, SignKind Kind, double Value);
