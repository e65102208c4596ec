using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Driving;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli;

/// <summary>A recording that was opened: its scenario, the environment that it says, and everything in it played once, so that any moment is near.</summary>
internal sealed class RecordedPlayback : IDisposable
{
    private readonly DrivingScenario _scenario;

    private RecordedPlayback(DrivingScenario scenario, DrivingEnvironment environment, Recording recording, Playback playback) =>
        (_scenario, Environment, Recording, Playback) = (scenario, environment, recording, playback);

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
    public static RecordedPlayback Open(string path, int threads = 1, CancellationToken interrupted = default) => Open(RecordingFile.Read(path), path, threads, interrupted);

    /// <summary>Plays a recording.</summary>
    /// <param name="source">Name of its file, for messages.</param>
    /// <inheritdoc cref="Open(string, int, CancellationToken)"/>
    public static RecordedPlayback Open(Recording recording, string source, int threads = 1, CancellationToken interrupted = default)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(source)) ?? ".";
        var scenario = DrivingScenario.Parse(recording.Header.Origin.ScenarioYaml, $"{source} (its scenario)", folder);
        DrivingEnvironment? environment = null;
        try
        {
            environment = (DrivingEnvironment)scenario.Build(Request(recording.Header, source, folder, threads));
            return new(scenario, environment, recording, Playback.Of(environment, recording, source, interrupted));
        }
        catch
        {
            environment?.Dispose();
            scenario.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Playback.Dispose();
        Environment.Dispose();
        _scenario.Dispose();
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
