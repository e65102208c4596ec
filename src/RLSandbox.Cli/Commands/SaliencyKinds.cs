using RLSandbox.Core.Contract;

namespace RLSandbox.Cli.Commands;

/// <summary>Kinds of saliency as people write them on a command line.</summary>
internal static class SaliencyKinds
{
    private static readonly (string Name, SaliencyKind Kind)[] Known = [("gradient", SaliencyKind.Gradient), ("grad-cam", SaliencyKind.GradCam), ("occlusion", SaliencyKind.Occlusion)];

    /// <summary>All of them.</summary>
    public static string[] Names => [.. Known.Select(known => known.Name)];

    /// <summary>The kind with one of <see cref="Names"/>.</summary>
    public static SaliencyKind Of(string name) => Known.First(known => known.Name == name).Kind;
}
