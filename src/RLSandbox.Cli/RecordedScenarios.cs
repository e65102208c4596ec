using RLSandbox.Core;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli;

/// <summary>The scenarios of recordings, each once: recordings of one evaluation share its maps.</summary>
internal sealed class RecordedScenarios : IDisposable
{
    private readonly Dictionary<(string Yaml, string Folder), DrivingScenario> _known = [];

    /// <summary>The scenario of a recording; stays this one's.</summary>
    /// <param name="source">Name of its file, for messages.</param>
    /// <param name="folder">Where map files are looked for first.</param>
    /// <exception cref="UserErrorException">It cannot be read by this program, or a map file is missing.</exception>
    public DrivingScenario Of(Recording recording, string source, string folder)
    {
        var key = (recording.Header.Origin.ScenarioYaml, folder);
        if (!_known.TryGetValue(key, out var scenario)) _known.Add(key, scenario = DrivingScenario.Parse(key.ScenarioYaml, $"{source} (its scenario)", folder));
        return scenario;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scenario in _known.Values) scenario.Dispose();
    }
}
