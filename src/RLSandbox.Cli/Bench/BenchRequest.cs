using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli.Bench;

/// <summary>What was asked for on the command line of <c>bench</c>; null: not said.</summary>
internal sealed record BenchRequest
{
    private const string Standard = "first-lap.yaml";

    public string? Scenario { get; init; }
    public string? Map { get; init; }
    public int? Agents { get; init; }
    public IReadOnlyList<int>? Environments { get; init; }
    public IReadOnlyList<int>? Maps { get; init; }
    public IReadOnlyList<int>? Threads { get; init; }
    public IReadOnlyList<int>? Batches { get; init; }
    public string? Algorithm { get; init; }
    public string? Precision { get; init; }
    public string Device { get; init; } = DeviceName.Cpu;
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Threads to measure with: those given, else one and all.</summary>
    public IReadOnlyList<int> ThreadCounts => Threads ?? [.. new[] { 1, Environment.ProcessorCount }.Distinct()];

    /// <summary>Precisions to measure a network with: the one given, else float32 and, where it is faster, bfloat16.</summary>
    public IReadOnlyList<Precision> PrecisionsFor(NetworkConfig network)
    {
        var best = Precisions.Resolve(Precision ?? "auto", network, TorchRuntime.Device(Device));
        return Precision is not null ? [best] : [.. new[] { Learning.Networks.Precision.Float32, best }.Distinct()];
    }

    /// <summary>The scenario that is measured where none is named.</summary>
    public static string StandardScenario { get; } = Path.Combine(ScenarioCatalogue.Folder ?? "scenarios", Standard);

    /// <summary>Values for keys of the scenario: those of a variation, then those of the command line.</summary>
    public string[] With(params IEnumerable<string> variation) => [.. variation, .. Agents is { } agents ? [FormattableString.Invariant($"traffic.agents={agents}")] : Array.Empty<string>(), .. Overrides];
}
