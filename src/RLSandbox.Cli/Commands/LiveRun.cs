using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Commands;

/// <summary>Follows a training: a new checkpoint drives on, and the newest row of its table is shown. It only reads.</summary>
/// <param name="device">Where networks run; null is the CPU.</param>
/// <remarks>What is missing or half written now is looked for again the next time: the training may be writing it.</remarks>
internal sealed class LiveRun(Services services, RunFolder run, Stage stage, Viewer viewer, EnvironmentSpec spec, string? device = null) : IDisposable
{
    private const double LookEverySeconds = 2;
    private static readonly string[] Shown = ["steps", "episodes", "return", "success", "length", "entropy", "explainedVariance", "epsilon"];
    private static readonly string[] CurveNames = ["success", "return"];

    private IPolicy? _policy;
    private string? _checkpoint, _refused;
    private DateTime _tableTime;
    private double _next;

    /// <summary>Looks when it is time to.</summary>
    /// <param name="seconds">Since the window opened.</param>
    public void LookForNews(double seconds)
    {
        if (seconds < _next) return;
        _next = seconds + LookEverySeconds;
        try
        {
            LookForCheckpoint();
            LookForTable();
        }
        catch (Exception problem) when (problem is UserErrorException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            viewer.Say($"waiting for the training: {problem.Message.Split(". ")[0]}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _policy?.Dispose();

    private void LookForCheckpoint()
    {
        if (run.Checkpoints.Latest is not { } latest || latest == _checkpoint || latest == _refused) return;
        var policy = Load(latest);
        stage.SetPolicy(policy, WatchSession.FrameStackOf(policy));
        viewer.AskAgain();
        _policy?.Dispose();
        (_policy, _checkpoint) = (policy, latest);
        stage.DriverName = FormattableString.Invariant($"{run.Name} at {CheckpointStore.StepsOf(latest):#,0}");
        viewer.Say($"{stage.DriverName} drives");
        _tableTime = default;
    }

    /// <summary>A checkpoint that does not fit never will: it is not loaded again.</summary>
    private IPolicy Load(string checkpoint)
    {
        var policy = services.LoadPolicy(checkpoint, device ?? DeviceName.Cpu);
        try
        {
            if (policy is GreedyPolicy learned) learned.RequireFits(spec);
            return policy;
        }
        catch (UserErrorException)
        {
            policy.Dispose();
            _refused = checkpoint;
            throw;
        }
    }

    private void LookForTable()
    {
        var written = File.GetLastWriteTimeUtc(run.LearningCsv);
        if (written == _tableTime || !File.Exists(run.LearningCsv)) return;
        _tableTime = written;
        var lines = ReadLines(run.LearningCsv);
        if (lines.Count < 2) return;
        var names = lines[0].Split(',');
        var latest = lines[^1].Split(',');
        if (latest.Length != names.Length) return;
        var curveName = CurveNames.FirstOrDefault(name => names.Contains(name)) ?? "";
        viewer.Learning = new(run.Name, _checkpoint is null ? 0 : CheckpointStore.StepsOf(_checkpoint),
            [.. Shown.Where(name => names.Contains(name)).Select(name => (name, Number(latest[Array.IndexOf(names, name)])))], Curve(lines, names, curveName), curveName);
        viewer.Touch();
    }

    private static IReadOnlyList<(double Steps, double Value)> Curve(List<string> lines, string[] names, string name)
    {
        int steps = Array.IndexOf(names, "steps"), value = Array.IndexOf(names, name);
        if (steps < 0 || value < 0) return [];
        return [.. lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length == names.Length).Select(cells => (Number(cells[steps]), Number(cells[value])))];
    }

    /// <summary>Whole lines: the last one may be half written.</summary>
    private static List<string> ReadLines(string path)
    {
        using var stream = RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static double Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
