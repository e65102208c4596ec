using System.Buffers.Binary;
using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Reads the little-endian form that PufferDrive makes of a scene. Every count is checked against the bytes that are left before anything is read for it.</summary>
/// <remarks>
/// Layout, in words of 4 bytes: recording car, track count, tracks, object count, road count. Per object: map id, type, id, T, T floats each of x, y, z, vx, vy,
/// vz and heading, T ints valid, then width, length, height, goal x, y, z, and an int for expert. Per road: map id, type, id, n, n floats each of x, y and z,
/// six floats and an int that nobody uses. The form has neither a magic number nor a version, and has changed, so only a file that this layout consumes to
/// the last byte is believed.
/// </remarks>
internal sealed class PufferBinaryReader
{
    private const int ObjectTail = 7, RoadTail = 7, ObjectLists = 8, RoadLists = 3;
    private const int FirstRoadType = 4, LastRoadType = 10, MostSteps = 10_000;

    private readonly byte[] _bytes;
    private readonly WaymoScenario _scenario = new();
    private int _at;

    private PufferBinaryReader(byte[] bytes) => _bytes = bytes;

    private int WordsLeft => _bytes.Length / sizeof(int) - _at;

    /// <summary>Whether the first counts, and the first object and road, are such as only this form has.</summary>
    public static bool Recognises(ImportFile file)
    {
        var reader = new PufferBinaryReader(file.Bytes);
        return reader.TryHead(out var objects, out var roads) && reader.IsFirstPlausible(objects, roads);
    }

    /// <summary>What the file says.</summary>
    /// <exception cref="UserErrorException">The layout does not end where the file ends.</exception>
    public static WaymoScenario Read(ImportFile file)
    {
        var reader = new PufferBinaryReader(file.Bytes);
        var found = reader.ReadAll();
        if (found is null) return reader._scenario;
        throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
            $"{file.Path}: it looks like a PufferDrive binary map, but its layout does not consume the {file.Bytes.Length} bytes exactly: {found}. The form has changed between versions; import the JSON that it was made from."));
    }

    private bool TryHead(out int objects, out int roads)
    {
        (objects, roads) = (0, 0);
        if (WordsLeft < 4) return false;
        var car = Int();
        var tracks = Int();
        if (tracks < 0 || tracks > WordsLeft - 2) return false;
        for (var i = 0; i < tracks; i++) _scenario.TracksToPredict.Add(Int());
        (objects, roads) = (Int(), Int());
        _scenario.RecordingCar = car;
        return objects >= 0 && roads >= 0 && objects + (long)roads > 0 && tracks <= objects && car >= -1 && car < Math.Max(1, objects)
            && (long)objects * (4 + ObjectTail) + (long)roads * (4 + RoadTail) <= WordsLeft;
    }

    private bool IsFirstPlausible(int objects, int roads)
    {
        if (roads == 0 || WordsLeft < 4) return false;
        int type = Peek(1), count = Peek(3);
        return objects > 0 ? type is >= 1 and <= 3 && count is >= 1 and <= MostSteps : type is >= FirstRoadType and <= LastRoadType && count >= 1;
    }

    /// <summary>Reads everything; null, or what does not fit.</summary>
    private string? ReadAll()
    {
        if (_bytes.Length % sizeof(int) != 0) return "their number is not a multiple of 4";
        if (!TryHead(out var objects, out var roads)) return "the counts at its start do not fit into it";
        for (var i = 0; i < objects; i++)
            if (!TryObject()) return Mismatch("object", i, objects);
        for (var i = 0; i < roads; i++)
            if (!TryRoad()) return Mismatch("road", i, roads);
        return WordsLeft == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{sizeof(int) * WordsLeft} are left over");
    }

    private string Mismatch(string what, int index, int count) => string.Create(CultureInfo.InvariantCulture, $"{what} {index + 1} of {count}, at byte {_at * sizeof(int)}, has a type or count that cannot be");

    private bool TryObject()
    {
        if (WordsLeft < 4 || Peek(1) is < 0 or > LastRoadType || Peek(3) is < 0 or > MostSteps || (long)Peek(3) * ObjectLists + 4 + ObjectTail > WordsLeft) return false;
        Int();
        var actor = new WaymoObject { Kind = WaymoTypes.Actor(Int()), Id = Number(Int()) };
        var count = Int();
        for (var step = 0; step < count; step++)
        {
            actor.Positions.Add(Place(step, count, 0));
            actor.Velocities.Add(Place(step, count, 3 * count));
            actor.Headings.Add(Float(6 * count + step));
            actor.Valid.Add(Peek(7 * count + step) != 0);
        }
        _at += ObjectLists * count;
        (actor.Width, actor.Length) = (Float(0), Float(1));
        var goal = new MapPoint(Float(3), Float(4), Float(5));
        actor.Goal = WaymoObject.IsReal(goal) ? goal : null;
        actor.IsExpert = Peek(6) != 0;
        _at += ObjectTail;
        _scenario.Objects.Add(actor);
        return true;
    }

    private bool TryRoad()
    {
        if (WordsLeft < 4 || Peek(1) is < FirstRoadType or > LastRoadType || Peek(3) < 0 || (long)Peek(3) * RoadLists + 4 + RoadTail > WordsLeft) return false;
        Int();
        var kind = WaymoTypes.BinaryKind(Int());
        var id = Number(Int());
        var count = Int();
        var points = new List<MapPoint>(count);
        for (var i = 0; i < count; i++)
            if (Place(i, count, 0) is var point && WaymoObject.IsReal(point)) points.Add(point);
        if (points.Count < count) _scenario.Warnings.Add("roads with points that are no places", $"road {id}", string.Create(CultureInfo.InvariantCulture, $"{count - points.Count} of {count} points are no finite places and were left out"), 0, count - points.Count);
        _at += RoadLists * count + RoadTail;
        _scenario.Roads.Add(new(id, kind, kind.ToString(), -1, points, 0));
        return true;
    }

    /// <summary>Entry of three lists that lie one behind the other.</summary>
    private MapPoint Place(int index, int count, int offset)
    {
        var z = Float(offset + 2 * count + index);
        return new(Float(offset + index), Float(offset + count + index), WaymoObject.IsMeasured(z) ? z : 0);
    }

    private int Int() => Peek(0, _at++);

    private int Peek(int ahead) => Peek(ahead, _at);

    private int Peek(int ahead, int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan((at + ahead) * sizeof(int)));

    private double Float(int ahead) => BitConverter.Int32BitsToSingle(Peek(ahead));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
