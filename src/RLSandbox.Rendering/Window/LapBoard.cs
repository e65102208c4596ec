using System.Globalization;
using System.Text.Json;
using RLSandbox.Core;

namespace RLSandbox.Rendering.Window;

/// <summary>The ten best laps of each scenario and map, in one file of this person's.</summary>
public sealed class LapBoard
{
    /// <summary>Of the file.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Laps kept for a map.</summary>
    public const int Length = 10;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, List<Lap>> _laps;

    /// <summary>The board in a file, which need not exist yet. One that cannot be used is set aside under another name, with a note.</summary>
    public LapBoard(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        (_laps, Note) = Read(path);
    }

    /// <summary>Where the board of this person lies: under XDG_DATA_HOME or ~/.local/share, on Windows under AppData.</summary>
    public static string StandardPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "rlsandbox", "laps.json");

    /// <summary>What was wrong with the file; null: nothing.</summary>
    public string? Note { get; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<Lap> Of(string scenario, string map) => _laps.GetValueOrDefault(Key(scenario, map), []);

    /// <summary>Adds a lap and writes the file.</summary>
    /// <returns>Its place, counted from 1, or null where ten were faster; and what went wrong with writing.</returns>
    public (int? Place, string? Problem) Add(string scenario, string map, double seconds, string driver)
    {
        var key = Key(scenario, map);
        if (!_laps.TryGetValue(key, out var laps)) _laps.Add(key, laps = []);
        var place = laps.FindIndex(lap => lap.Seconds > seconds) is var index and >= 0 ? index : laps.Count;
        if (place >= Length) return (null, null);
        laps.Insert(place, new(seconds, driver, _time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (laps.Count > Length) laps.RemoveAt(Length);
        return (place + 1, Write());
    }

    private static string Key(string scenario, string map) => $"{scenario} {map}";

    private static (Dictionary<string, List<Lap>> Laps, string? Note) Read(string path)
    {
        if (!File.Exists(path)) return ([], null);
        try
        {
            var document = JsonDocuments.Read<BoardFile>(RegularFile.ReadAllText(path), Json);
            if (document is { FormatVersion: CurrentFormat, Laps: { } laps } && laps.Values.All(list => list is not null && list.All(lap => lap is { Seconds: > 0 }))) return (laps, null);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException or UserErrorException)
        {
            return ([], SetAside(path, problem.Message.Split('.')[0]));
        }
        return ([], SetAside(path, "it is no board of laps"));
    }

    private static string SetAside(string path, string reason)
    {
        try
        {
            File.Move(path, path + ".damaged", overwrite: true);
            return $"{path} cannot be read ({reason}); it is now {path}.damaged, and a new board begins.";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read ({reason}).";
        }
    }

    private string? Write()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            File.WriteAllBytes(_path + ".tmp", JsonDocuments.Write(new BoardFile(CurrentFormat, _laps), Json));
            File.Move(_path + ".tmp", _path, overwrite: true);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"the board {_path} cannot be written ({problem.Message.TrimEnd('.')})";
        }
    }

    private sealed record BoardFile(int FormatVersion, Dictionary<string, List<Lap>> Laps);
}
