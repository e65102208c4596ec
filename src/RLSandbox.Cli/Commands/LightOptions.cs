using System.CommandLine;

namespace RLSandbox.Cli.Commands;

/// <summary>Light and weather that a viewer wants in place of the episode's own; null: not said.</summary>
internal readonly record struct ViewerLight(float? Night, float? Rain)
{
    /// <summary>For a command that draws without OpenGL.</summary>
    public const string NeedsOpenGl = "night and rain need OpenGL: the picture shows a dry day";

    /// <summary>Whether anything was said.</summary>
    public bool IsAsked => Night is not null || Rain is not null;
}

/// <summary><c>--night</c> and <c>--rain</c>, which <c>render</c>, <c>watch</c>, <c>replay</c> and <c>drive</c> share.</summary>
internal sealed class LightOptions
{
    private readonly Option<double?> _night = CommonOptions.Share("--night", "Share of the light that is missing: 0 is day, 1 is night; cameras see what they saw. Needs OpenGL [the episode's own].");
    private readonly Option<double?> _rain = CommonOptions.Share("--rain", "How hard it rains; no camera knows it. Needs OpenGL [0].");

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_night, _rain];

    /// <summary>Reads them.</summary>
    public ViewerLight Read(ParseResult parse) => new((float?)parse.GetValue(_night), (float?)parse.GetValue(_rain));
}
