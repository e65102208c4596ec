using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Driving;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli;

/// <summary>A recording that was opened: its scenario, the environment that it says, and everything in it played once, so that any moment is near.</summary>
internal sealed class RecordedPlayback : IDisposable
{
    private readonly RecordedScenarios? _own;

    private RecordedPlayback(RecordedScenarios? own, DrivingEnvironment environment, Recording recording, Playback playback) =>
        (_own, Environment, Recording, Playback) = (own, environment, recording, playback);

    /// <summary>What was read.</summary>
    public Recording Recording { get; }

    /// <summary>The environment that it is played in.</summary>
    public DrivingEnvironment Environment { get; }

    /// <summary>Stands at the end of the recording, or, where stored poses are shown, at its beginning.</summary>
    public Playback Playback { get; }

    /// <summary>Whether a name is meant to be a recording.</summary>
    public static bool IsRecording(string name) => name.EndsWith(Recording.Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file and plays it; map files are looked for where they were, and beside it.</summary>
    /// <exception cref="UserErrorException">The file or what it needs is missing or damaged, or the simulation is no longer the one that was recorded and no poses are stored.</exception>
    public static RecordedPlayback Open(string path, int threads = 1, CancellationToken interrupted = default)
    {
        var own = new RecordedScenarios();
        try
        {
            return Open(path, own, own, threads, interrupted);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>As the other one, for several recordings at once.</summary>
    /// <param name="scenarios">Stay the caller's; must outlive this and every picture of it.</param>
    /// <inheritdoc cref="Open(string, int, CancellationToken)"/>
    public static RecordedPlayback Open(string path, RecordedScenarios scenarios, int threads = 1, CancellationToken interrupted = default) => Open(path, scenarios, own: null, threads, interrupted);

    /// <inheritdoc/>
    public void Dispose()
    {
        Playback.Dispose();
        Environment.Dispose();
        _own?.Dispose();
    }

    private static RecordedPlayback Open(string path, RecordedScenarios scenarios, RecordedScenarios? own, int threads, CancellationToken interrupted)
    {
        var recording = RecordingFile.Read(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        var environment = (DrivingEnvironment)scenarios.Of(recording, path, folder).Build(Request(recording.Header, path, folder, threads));
        try
        {
            return new(own, environment, recording, Playback.Of(environment, recording, path, interrupted));
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    /// <summary>What the recorded environment was built from.</summary>
    private static EnvironmentRequest Request(RecordingHeader header, string source, string folder, int threads)
    {
        if (!Enum.TryParse<MapPurpose>(header.Origin.Maps, ignoreCase: true, out var purpose) || !Enum.IsDefined(purpose))
            throw new UserErrorException($"{source}: expected maps of training, validation or test, found '{header.Origin.Maps}'. Record it again.");
        return new(purpose, header.Environments, threads)
        {
            MapFiles = [.. header.Origin.MapFiles.Select(file => Locate(file, source, folder))],
            Suite = header.Origin.Suite,
            Place = header.Place,
        };
    }

    private static string Locate(string file, string source, string folder)
    {
        if (File.Exists(file)) return file;
        var beside = Path.Combine(folder, Path.GetFileName(file));
        return File.Exists(beside) ? beside : throw new UserErrorException($"{source}: it was driven on {file}, which is missing. Restore the map, or put it beside the recording.");
    }
}
