using RLSandbox.Core;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Commands;

/// <summary>Keeps what a person drives: a recording with the steps marked, written at each end of a person's episode, at the end, and before anything is driven anew.</summary>
internal sealed class Demonstrations(Stage stage, Viewer viewer, string folder, RecordingOrigin origin, Terminal terminal)
{
    /// <summary>Below the folder of runs.</summary>
    public const string StandardFolder = "demonstrations";

    private string? _path;
    private int _ends = stage.Events.Count, _written = stage.Length;

    /// <summary>Keeps it where a person's episode has ended since the last time.</summary>
    public void KeepEnded()
    {
        var fresh = stage.Events.Skip(_ends).ToList();
        _ends = stage.Events.Count;
        if (fresh.Exists(end => stage.History.Point(end.Step, end.Environment * stage.Facts.AgentCount + end.Agent).IsHuman)) Keep();
    }

    /// <summary>Keeps it; what comes then goes into another file, because the steps from here on will be others.</summary>
    public void KeepAndBegin()
    {
        Keep();
        (_path, _written, _ends) = (null, -1, stage.Events.Count(end => end.Step <= stage.Step));
    }

    /// <summary>Writes what is not written yet; nothing where nobody drove.</summary>
    public void Keep()
    {
        if (stage.Length == _written || stage.History.HumanStretches() is not { Count: > 0 } human) return;
        _path ??= NextPath();
        try
        {
            RecordingFile.Write(_path, stage.Record(origin with { Human = human }));
            _written = stage.Length;
            terminal.Say($"wrote {_path}: {human.Sum(stretch => stretch.Count)} steps that a person drove");
        }
        catch (UserErrorException problem)
        {
            terminal.Say($"{problem.Message}");
            viewer.Say(problem.Message);
        }
    }

    private string NextPath()
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, FormattableString.Invariant($"{stage.Facts.Scenario}-{number}{Recording.Ending}"));
            if (!File.Exists(path)) return path;
        }
    }
}
