using System.Globalization;
using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Reads the JSON of Nocturne, GPUDrive and PufferDrive value by value: files have tens of megabytes of white space and digits.</summary>
/// <remarks>
/// Everything but <c>objects</c> and <c>roads</c> is optional, keys that are not known are skipped, and a value of another type than expected
/// counts as missing. Memory grows with points and steps only, which are limited.
/// </remarks>
internal static class WaymoJsonReader
{
    /// <summary>What the reading of one file carries along.</summary>
    private sealed class Progress(byte[] bytes)
    {
        private long _byte;
        private int _line = 1;
        private int _points;

        public WaymoScenario Scenario { get; } = new();

        public int NotFinite { get; set; }

        /// <summary>Line of a byte; asked in rising order, so the whole file is walked once.</summary>
        public int LineOf(long at)
        {
            if (at > _byte) _line += bytes.AsSpan((int)_byte, (int)(at - _byte)).Count((byte)'\n');
            _byte = Math.Max(_byte, at);
            return _line;
        }

        /// <summary>Counts what needs memory, in points.</summary>
        public void Count(int points)
        {
            if ((_points += points) > MostPoints) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"expected at most {MostPoints} points and steps, found more; cut out the part that you need"));
        }
    }

    private const int MostPoints = 6_000_000;                              // about 400 MB with the lists that grow
    private const int RoadWeight = 8, ObjectWeight = 24;                    // points that fit into the memory of an empty one

    /// <summary>Whether the outermost keys are those of a scene; false for other JSON and for no JSON.</summary>
    public static bool Recognises(ImportFile file)
    {
        if (!file.Head.StartsWith('{')) return false;
        bool objects = false, roads = false;
        try
        {
            var json = Open(file);
            if (!json.Read()) return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName && !(objects && roads))
            {
                if (json.ValueTextEquals("objects")) objects = true;
                else if (json.ValueTextEquals("roads")) roads = true;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            return objects || roads;                                       // cut off: whoever imports it is told where
        }
        return objects && roads;
    }

    /// <summary>What the file says.</summary>
    /// <exception cref="UserErrorException">It is no JSON to its end, or larger inside than any scene.</exception>
    public static WaymoScenario Read(ImportFile file)
    {
        try
        {
            var progress = new Progress(file.Bytes);
            var json = Open(file);
            json.Read();
            ReadScenario(ref json, progress);
            if (progress.NotFinite > 0) progress.Scenario.Warnings.Add("points", "roads", string.Create(CultureInfo.InvariantCulture, $"{progress.NotFinite} points are no finite places and were left out"), 0, progress.NotFinite);
            return progress.Scenario;
        }
        catch (JsonException error)
        {
            throw JsonMistake.In(file, error);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException($"{file.Path}: {error.Message}.", error);
        }
        catch (InvalidOperationException error)                            // what the reader of .NET throws for a text with half a character
        {
            throw new UserErrorException($"{file.Path}: expected UTF-8 text, found other bytes in a name; save the file as UTF-8.", error);
        }
    }

    private static Utf8JsonReader Open(ImportFile file) => new(JsonMistake.WithoutMark(file.Bytes), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

    private static void ReadScenario(ref Utf8JsonReader json, Progress progress)
    {
        var scenario = progress.Scenario;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            if (key == "objects") Each(ref json, progress, ReadObject);
            else if (key == "roads") Each(ref json, progress, ReadRoad);
            else if (key == "metadata") ReadMetadata(ref json, progress);
            else if (key is "tl_states" or "traffic_lights") scenario.LightCount = CountItems(ref json);
            else if (key is "name" or "scenario_id")
            {
                var text = JsonValues.Text(ref json);
                if (text.Length > 0 && (scenario.Name.Length == 0 || key == "name")) scenario.Name = text;
            }
            else json.Skip();
        }
    }

    private delegate void ItemReader(ref Utf8JsonReader json, Progress progress);

    /// <summary>Each object of a list; everything else in it is skipped.</summary>
    private static void Each(ref Utf8JsonReader json, Progress progress, ItemReader read)
    {
        if (json.TokenType != JsonTokenType.StartArray) json.Skip();
        else
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                if (json.TokenType == JsonTokenType.StartObject) read(ref json, progress);
                else json.Skip();
    }

    private static void ReadRoad(ref Utf8JsonReader json, Progress progress)
    {
        progress.Count(RoadWeight);
        string id = "", word = "";
        var element = -1;
        var points = new List<MapPoint>();
        var line = progress.LineOf(json.TokenStartIndex);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            if (key == "geometry") ReadGeometry(ref json, progress, points);
            else if (key == "id") id = JsonValues.Text(ref json);
            else if (key == "type") word = JsonValues.Text(ref json);
            else if (key == "map_element_id") element = JsonValues.Whole(ref json, -1);
            else json.Skip();
        }
        var kind = WaymoTypes.Kind(word);
        progress.Scenario.Roads.Add(new(id, kind, word, element, points.ToArray(), line));
    }

    private static void ReadGeometry(ref Utf8JsonReader json, Progress progress, List<MapPoint> points)
    {
        if (json.TokenType == JsonTokenType.StartObject) Add(JsonValues.Point(ref json));
        else if (json.TokenType != JsonTokenType.StartArray) json.Skip();
        else
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                Add(JsonValues.Point(ref json));

        void Add(MapPoint point)
        {
            progress.Count(1);
            if (WaymoObject.IsReal(point)) points.Add(point);
            else progress.NotFinite++;
        }
    }

    private static void ReadObject(ref Utf8JsonReader json, Progress progress)
    {
        progress.Count(ObjectWeight);
        var actor = new WaymoObject { Line = progress.LineOf(json.TokenStartIndex) };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            if (key == "position") ReadList(ref json, progress, actor.Positions, JsonValues.Point);
            else if (key == "velocity") ReadList(ref json, progress, actor.Velocities, JsonValues.Point);
            else if (key == "heading") ReadList(ref json, progress, actor.Headings, JsonValues.Number);
            else if (key == "valid") ReadList(ref json, progress, actor.Valid, JsonValues.Flag);
            else if (key == "width") actor.Width = JsonValues.Number(ref json);
            else if (key == "length") actor.Length = JsonValues.Number(ref json);
            else if (key == "goalPosition") actor.Goal = Goal(JsonValues.Point(ref json));
            else if (key == "type") actor.Kind = WaymoTypes.Actor(JsonValues.Text(ref json));
            else if (key == "id") actor.Id = JsonValues.Text(ref json);
            else if (key == "mark_as_expert") actor.IsExpert = JsonValues.Flag(ref json);
            else json.Skip();
        }
        progress.Scenario.Objects.Add(actor);
    }

    /// <summary>A goal, unless it stands for none.</summary>
    private static MapPoint? Goal(MapPoint point) => WaymoObject.IsReal(point) ? point : null;

    private static void ReadMetadata(ref Utf8JsonReader json, Progress progress)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            if (key is "sdc_track_index" or "sdc_index") progress.Scenario.RecordingCar = JsonValues.Whole(ref json, -1);
            else if (key == "tracks_to_predict") ReadTracks(ref json, progress);
            else json.Skip();
        }
    }

    /// <summary>A list of numbers, or of objects with a track_index.</summary>
    private static void ReadTracks(ref Utf8JsonReader json, Progress progress)
    {
        var depth = json.CurrentDepth;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (json.Read() && json.CurrentDepth > depth)
        {
            var isIndex = json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("track_index") && json.Read();
            if (!isIndex && !(json.TokenType == JsonTokenType.Number && json.CurrentDepth == depth + 1)) continue;
            progress.Count(1);
            progress.Scenario.TracksToPredict.Add(JsonValues.Whole(ref json, -1));
        }
    }

    private static int CountItems(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return 0;
        var count = 0;
        var end = json.TokenType == JsonTokenType.StartArray ? JsonTokenType.EndArray : JsonTokenType.EndObject;
        while (json.Read() && json.TokenType != end)
        {
            if (json.TokenType == JsonTokenType.PropertyName) json.Read();
            json.Skip();
            count++;
        }
        return count;
    }

    private delegate T ValueReader<T>(ref Utf8JsonReader json);

    /// <summary>Every value of a list, by step.</summary>
    private static void ReadList<T>(ref Utf8JsonReader json, Progress progress, List<T> list, ValueReader<T> read)
    {
        if (json.TokenType != JsonTokenType.StartArray) json.Skip();
        else
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                progress.Count(1);
                list.Add(read(ref json));
            }
    }
}
