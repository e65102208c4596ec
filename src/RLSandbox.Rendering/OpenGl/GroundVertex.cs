using System.Numerics;
using System.Runtime.InteropServices;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>How a piece of ground looks close up; numbers as in <c>ground.frag.glsl</c>.</summary>
internal enum GroundTexture : byte
{
    /// <summary>Paint.</summary>
    Plain,

    /// <summary>Grass.</summary>
    Grass,

    /// <summary>Asphalt.</summary>
    Asphalt,

    /// <summary>Slabs.</summary>
    Concrete,

    /// <summary>Shines by itself: drawings of a viewer, which night does not darken.</summary>
    Overlay,
}

/// <summary>A corner of a piece of ground or of a line: 32 bytes.</summary>
/// <param name="Place">From the anchor of the map, m.</param>
/// <param name="Outward">Unit vector away from the middle of a line, across it; 0 for surfaces.</param>
/// <param name="Across">Distance from the middle of the line, m, with a sign.</param>
/// <param name="Half">Half of its width, m; 0 for surfaces, whose edges the samples of a pixel make soft.</param>
/// <param name="Colour">RGBA, red in the lowest byte.</param>
/// <param name="Kind">Class in the lowest byte, then <see cref="GroundTexture"/>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GroundVertex(Vector2 Place, Vector2 Outward, float Across, float Half, uint Colour, uint Kind)
{
    /// <summary>Attributes in order.</summary>
    public static ReadOnlySpan<GlAttribute> Attributes => new GlAttribute[] { new(2, 0), new(2, 8), new(2, 16), new(4, 24, IsBytes: true), new(4, 28, IsBytes: true, IsInteger: true) };

    /// <summary>RGBA of a colour.</summary>
    public static uint Pack(SKColor colour) => (uint)(colour.Red | colour.Green << 8 | colour.Blue << 16 | colour.Alpha << 24);

    /// <summary>Class and texture.</summary>
    public static uint Pack(SurfaceClass surface, GroundTexture texture) => (uint)surface | (uint)texture << 8;
}
