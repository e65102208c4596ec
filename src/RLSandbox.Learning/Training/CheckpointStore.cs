using System.Globalization;
using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>How far a checkpoint has come; tests stop the writing at each of these points.</summary>
internal enum CheckpointStage
{
    /// <summary>The temporary folder exists and is empty.</summary>
    Begun,

    /// <summary>All files are written, perhaps not on the disk yet.</summary>
    Written,

    /// <summary>All files and their manifest are on the disk, under the temporary name.</summary>
    Sealed,

    /// <summary>A checkpoint of the same steps, if there was one, is called <c>.old</c>; nothing has the final name.</summary>
    SetAside,

    /// <summary>The folder has its name; <c>latest</c> still points to the one before.</summary>
    Renamed,

    /// <summary><c>latest</c> points to the new checkpoint; old ones are not removed yet.</summary>
    Pointed,
}

/// <summary>The checkpoints of one run: folders <c>checkpoints/&lt;steps&gt;</c> and the pointer files <c>latest</c> and <c>best</c>.</summary>
/// <remarks>
/// A checkpoint is written under a temporary name, flushed, sealed by a <see cref="CheckpointManifest"/> and renamed, and only then does <c>latest</c>
/// move on: a kill at any moment leaves the checkpoint that <c>latest</c> names whole. The newest <see cref="Keep"/> and the best one stay.
/// </remarks>
public sealed class CheckpointStore(string runFolder, int keep = CheckpointStore.DefaultKeep)
{
    /// <summary>Checkpoints that stay unless the scenario says otherwise.</summary>
    public const int DefaultKeep = 3;

    private const string OldSuffix = ".old";
    private const string Container = "checkpoints";
    private const int MostPointerBytes = 64;

    private readonly string _folder = Path.GetFullPath(Path.Combine(runFolder, Container));
    private readonly string _latest = Path.Combine(runFolder, "latest");
    private readonly string _best = Path.Combine(runFolder, "best");

    /// <summary>Newest checkpoints that stay, at least 1; the best one stays besides.</summary>
    public int Keep { get; set; } = keep;

    /// <summary>Folder of the newest checkpoint, or null; it was whole when it was written.</summary>
    /// <exception cref="DamagedCheckpointException">The pointer is no pointer.</exception>
    public string? Latest => Follow(_latest);

    /// <summary>Folder of the checkpoint that did best on the validation episodes, or null.</summary>
    /// <exception cref="DamagedCheckpointException">The pointer is no pointer.</exception>
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

    /// <summary>Agent rows after which a checkpoint folder was written; -1 for a folder with another kind of name.</summary>
    public static long StepsOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (name.EndsWith(OldSuffix, StringComparison.Ordinal)) name = name[..^OldSuffix.Length];
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? steps : -1;
    }

    /// <summary>Writes the checkpoint of <paramref name="steps"/>, in place of one of the same steps; <paramref name="fill"/> puts the files into the folder it is given.</summary>
    /// <returns>The folder under its final name.</returns>
    public string Write(long steps, Action<string> fill) => Write(steps, fill, _ => { });

    /// <summary>As <see cref="Write(long, Action{string})"/>; hears of each stage.</summary>
    internal string Write(long steps, Action<string> fill, Action<CheckpointStage> reached)
    {
        var name = steps.ToString(CultureInfo.InvariantCulture);
        var final = Path.Combine(_folder, name);
        var temporary = final + AtomicFile.TemporarySuffix;
        DeleteIfPresent(temporary);
        Directory.CreateDirectory(temporary);
        reached(CheckpointStage.Begun);
        Fill(temporary, steps, fill, reached);
        SetAside(final);
        reached(CheckpointStage.SetAside);
        Directory.Move(temporary, final);
        reached(CheckpointStage.Renamed);
        AtomicFile.WriteAllText(_latest, Relative(name));
        reached(CheckpointStage.Pointed);
        RemoveOld();
        return final;
    }

    /// <summary>Points <c>best</c> to the checkpoint of <paramref name="steps"/>, if it is still there.</summary>
    public void MarkBest(long steps)
    {
        var name = steps.ToString(CultureInfo.InvariantCulture);
        if (Existing(Path.Combine(_folder, name)) is not null) AtomicFile.WriteAllText(_best, Relative(name));
    }

    /// <summary>Makes <c>best</c> say what a checkpoint that is gone on from remembers: a kill may have come between its two pointers.</summary>
    internal void RestoreBest(long? steps)
    {
        File.Delete(_best);
        if (steps is not null) MarkBest(steps.Value);
    }

    /// <summary>The checkpoint to go on from: the latest one, or the newest other one where that is damaged.</summary>
    /// <returns>Null when there is none; then <c>Damage</c> is empty for a run that was stopped before its first checkpoint.</returns>
    /// <remarks>Every file is read and compared with its hash. Going on from an older checkpoint gives the same results, later.</remarks>
    public (string? Folder, IReadOnlyList<string> Damage) NewestWhole()
    {
        var damage = new List<string>();
        foreach (var folder in Candidates(damage))
        {
            try
            {
                CheckpointManifest.Verify(folder);
                return (folder, damage);
            }
            catch (DamagedCheckpointException found)
            {
                damage.Add(found.Message);
            }
        }
        return (null, damage);
    }

    /// <summary>What to do when a checkpoint is damaged, as a sentence.</summary>
    public string Advice() => NewestWhole().Folder is { } whole
        ? $"The newest whole checkpoint is {whole}: name that one, or go on with the run by train --resume, which begins there."
        : "No checkpoint of the run is whole; begin another run.";

    private IEnumerable<string> Written()
    {
        if (!Directory.Exists(_folder)) return [];
        var names = Directory.GetDirectories(_folder).Select(folder => Path.GetFileName(folder));
        return names.Where(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)).OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture));
    }

    private static string Relative(string name) => $"{Container}/{name}\n";

    private static void Fill(string temporary, long steps, Action<string> fill, Action<CheckpointStage> reached)
    {
        try
        {
            fill(temporary);
            reached(CheckpointStage.Written);
            CheckpointManifest.Seal(temporary, steps);
            reached(CheckpointStage.Sealed);
        }
        catch (IOException)
        {
            DeleteIfPresent(temporary);                // half a checkpoint is of no use, and the disk may be full
            throw;
        }
    }

    /// <summary>Between this and the renaming of the new one, <see cref="Follow"/> finds the old one under its other name.</summary>
    private static void SetAside(string final)
    {
        if (!Directory.Exists(final)) return;
        DeleteIfPresent(final + OldSuffix);
        Directory.Move(final, final + OldSuffix);
    }

    private List<string> Candidates(List<string> damage)
    {
        string? latest = null;
        try
        {
            latest = Latest;
            if (latest is null && File.Exists(_latest)) damage.Add($"{_latest} points to a checkpoint that is not there.");
        }
        catch (DamagedCheckpointException found)
        {
            damage.Add(found.Message);
        }
        var folders = Directory.Exists(_folder) ? Directory.GetDirectories(_folder) : [];
        return [.. folders.Where(folder => StepsOf(folder) >= 0).OrderByDescending(folder => folder == latest).ThenByDescending(StepsOf)];
    }

    private string? Follow(string pointer)
    {
        if (!File.Exists(pointer)) return null;
        var text = new FileInfo(pointer).Length <= MostPointerBytes ? RegularFile.ReadAllText(pointer).Trim() : "";
        var steps = text.StartsWith($"{Container}/", StringComparison.Ordinal) ? StepsOf(text) : -1;
        if (steps < 0) throw new DamagedCheckpointException($"{Path.GetFullPath(pointer)} is damaged: expected one line such as {Container}/50000.");
        return Existing(Path.Combine(_folder, steps.ToString(CultureInfo.InvariantCulture)));
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : Directory.Exists(folder + OldSuffix) ? folder + OldSuffix : null;

    private void RemoveOld()
    {
        var (latest, best) = (StepsOf(Latest!), Best);
        var kept = new List<string>();
        foreach (var folder in Directory.GetDirectories(_folder))
        {
            var steps = StepsOf(folder);
            var isReplaced = folder.EndsWith(OldSuffix, StringComparison.Ordinal) && Directory.Exists(folder[..^OldSuffix.Length]);
            var isFromBeforeAResume = steps > latest;
            if (steps < 0 || isReplaced || isFromBeforeAResume) Directory.Delete(folder, recursive: true);
            else kept.Add(folder);
        }
        foreach (var folder in kept.OrderByDescending(StepsOf).Skip(Keep))
            if (folder != best) Directory.Delete(folder, recursive: true);
    }

    private static void DeleteIfPresent(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
