using RLSandbox.Rendering.OpenGl;

namespace RLSandbox.Cli.Doctor;

/// <summary>Whether OpenGL can draw without a window: makes a context as pictures without a window do.</summary>
internal static class OpenGlProbe
{
    private const string Advice = "Pictures of the world are then drawn without it, from above only and without weather; training does not need it.";
    private const string OnLinux = " On Debian and Ubuntu: apt-get install libegl1 libgl1-mesa-dri (a software renderer, no GPU needed).";

    public static Finding Examine()
    {
        using var context = EglContext.TryCreate(out var why);
        return context is null ? new("openGl", FindingState.Missing, why!, OperatingSystem.IsLinux() ? Advice + OnLinux : Advice) : Finding.Ok("openGl", context.Description);
    }
}
