using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Insight;

/// <summary>A map of what a policy looks at, over its newest camera picture.</summary>
/// <param name="Kind">How it was made.</param>
/// <param name="Map">[H, W] in 0 … 1.</param>
public sealed record SaliencyMap(SaliencyKind Kind, float[] Map);
