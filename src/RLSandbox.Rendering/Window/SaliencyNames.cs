using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Window;

/// <summary>What the kinds of saliency are called.</summary>
internal static class SaliencyNames
{
    public static string Of(SaliencyKind kind) => kind switch
    {
        SaliencyKind.Gradient => "gradient",
        SaliencyKind.GradCam => "Grad-CAM",
        _ => "occlusion",
    };
}
