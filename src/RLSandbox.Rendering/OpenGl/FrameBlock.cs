using System.Numerics;
using System.Runtime.InteropServices;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>What is the same for a whole picture: the block <c>Frame</c> of every shader, layout std140.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FrameBlock
{
    /// <summary>Where programs find it.</summary>
    public const uint Binding = 0;

    /// <summary>From metres around the anchor to clip space.</summary>
    public Matrix4x4 WorldToClip;

    /// <summary>Place of the eye, m; w is 1 in perspective, 0 from above.</summary>
    public Vector4 Eye;

    /// <summary>Width and height, pixels; pixels per metre, from above on the ground, in perspective at a distance of 1 m; seconds.</summary>
    public Vector4 Screen;

    /// <summary>Light from everywhere, and the share of night.</summary>
    public Vector4 Ambient;

    /// <summary>Light of the sun or the moon, and the share of rain.</summary>
    public Vector4 Sun;

    /// <summary>Colour of the horizon, and fog per metre.</summary>
    public Vector4 Horizon;
}
