using System.Globalization;

namespace RLSandbox.Learning.Training;

/// <summary>How far a checkpoint has come; tests stop the writing at each of these points.</summary>
internal enum CheckpointStage
{
    /// <summary>The temporary folder exists and is empty.</summary>
    Begun,

    /// <summary>All files are written, perhaps not on the disk yet.</summary>
    Written,

    /// <summary>All files are on the disk, under the temporary name.</summary>
    Flushed,

    /// <summary>The folder has its name; <c>latest</c> still points to the one before.</summary>
    Renamed,

    /// <summary><c>latest</c> points to the new checkpoint; old ones are not removed yet.</summary>
    Pointed,
}

/// <summary>The checkpoints of one run: folders <c>checkpoints/&lt;steps&gt;</c> and the pointer files <c>latest</c> and <c>best</c>.</summary>
/// <remarks>
/// A checkpoint is written under a temporary name, flushed and renamed, and only then does <c>latest</c> move on: a kill at any
/// moment leaves the checkpoint that <c>latest</c> names whole. The newest <c>keep</c> and the best one stay, older ones are removed.
/// </remarks>
public sealed class CheckpointStore(string runFolder, int keep = 3)
{
    private readonly string _folder = Path.GetFullPath(Path.Combine(runFolder, "checkpoints"));
    private readonly string _latest = Path.Combine(runFolder, "latest");
    private readonly string _best = Path.Combine(runFolder, "best");

    /// <summary>Folder of the newest whole checkpoint, or null.</summary>
    public string? Latest => Follow(_latest);

    /// <summary>Folder of the checkpoint that did best on the validation episodes, or null.</summary>
    public string? Best => Follow(_best);

    /// <summary>The checkpoint that a person means: <c>last</c>, <c>best</c> or the steps after which it was written. Null: there is none.</summary>
    public string? Find(string which) => which switch
    {
        "last" => Latest,
        "best" => Best,
        _ => Written().Contains(which) ? Path.Combine(_folder, which) : null,
    };

    /// <summary>What <see cref="Find"/> can be asked for, for messages.</summary>
    public string Names() => string.Join(", ", [.. Latest is null ? [] : new[] { "last" }, .. Best is null ? [] : new[] { "best" }, .. Written()]);

    /// <summary>Agent rows after which a checkpoint folder was written.</summary>
    public static long StepsOf(string folder) => long.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    /// <summary>Writes the checkpoint of <paramref name="steps"/>; <paramref name="fill"/> puts the files into the folder it is given.</summary>
    /// <returns>The folder under its final name.</returns>
    public string Write(long steps, Action<string> fill) => Write(steps, fill, _ => { });

    /// <summary>As <see cref="Write(long, Action{string})"/>; hears of each stage.</summary>
    internal string Write(long steps, Action<string> fill, Action<CheckpointStage> reached)
    {
        var name = steps.ToString(CultureInfo.InvariantCulture);
        var final = Path.Combine(_folder, name);
        if (Latest == final) return final;             // nothing was learned since

        var temporary = final + AtomicFile.TemporarySuffix;
        DeleteIfPresent(temporary);
        Directory.CreateDirectory(temporary);
        reached(CheckpointStage.Begun);
        fill(temporary);
        reached(CheckpointStage.Written);
        AtomicFile.FlushFolder(temporary);
        reached(CheckpointStage.Flushed);
        DeleteIfPresent(final);                        // left by a kill before `latest` could point to it
        Directory.Move(temporary, final);
        reached(CheckpointStage.Renamed);
        AtomicFile.WriteAllText(_latest, Relative(name));
        reached(CheckpointStage.Pointed);
        RemoveOld();
        return final;
    }

    /// <summary>Points <c>best</c> to the checkpoint of <paramref name="steps"/>, which must exist.</summary>
    public void MarkBest(long steps) => AtomicFile.WriteAllText(_best, Relative(steps.ToString(CultureInfo.InvariantCulture)));

    private IEnumerable<string> Written()
    {
        if (!Directory.Exists(_folder)) return [];
        var names = Directory.GetDirectories(_folder).Select(folder => Path.GetFileName(folder));
        return names.Where(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)).OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture));
    }

    private static string Relative(string name) => $"checkpoints/{name}\n";

    private string? Follow(string pointer)
    {
        if (!File.Exists(pointer)) return null;
        var folder = Path.GetFullPath(Path.Combine(runFolder, File.ReadAllText(pointer).Trim()));
        return Directory.Exists(folder) ? folder : null;
    }

    private void RemoveOld()
    {
        var latest = StepsOf(Latest!);
        var steps = new List<long>();
        foreach (var folder in Directory.GetDirectories(_folder))
        {
            if (!long.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var written)) Directory.Delete(folder, recursive: true);
            else if (written > latest) Directory.Delete(folder, recursive: true);              // from before a resume
            else steps.Add(written);
        }
        foreach (var old in steps.OrderDescending().Skip(keep))
        {
            var folder = Path.Combine(_folder, old.ToString(CultureInfo.InvariantCulture));
            if (folder != Best) Directory.Delete(folder, recursive: true);
        }
    }

    private static void DeleteIfPresent(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
