using System.Numerics;
using System.Runtime.InteropServices;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>What a piece of a body is made of; numbers as in <c>body.frag.glsl</c>.</summary>
internal enum BodyPart
{
    /// <summary>The colour of the body.</summary>
    Paint,

    /// <summary>Windows.</summary>
    Glass,

    /// <summary>Dark plastic, metal and clothes.</summary>
    Trim,

    /// <summary>Wheels that do not steer.</summary>
    Tyre,

    /// <summary>Wheels that turn with the steering.</summary>
    FrontTyre,

    /// <summary>Lamps in front.</summary>
    HeadLamp,

    /// <summary>Lamps behind; bright when braking.</summary>
    TailLamp,

    /// <summary>Indicators on the left.</summary>
    LeftIndicator,

    /// <summary>Indicators on the right.</summary>
    RightIndicator,

    /// <summary>The colour of the body, lighter.</summary>
    Roof,

    /// <summary>People.</summary>
    Skin,

    /// <summary>The crown of a tree.</summary>
    Leaves,

    /// <summary>Its trunk.</summary>
    Bark,

    /// <summary>Stripes of an obstacle.</summary>
    Stripes,

    /// <summary>Walls of a house.</summary>
    Wall,

    /// <summary>Its roof.</summary>
    Tiles,
}

/// <summary>A corner of a body: 40 bytes.</summary>
/// <param name="Position">In half lengths, half widths and heights, so that it fits any footprint.</param>
/// <param name="Offset">From there, m: wheels and lamps keep their size.</param>
/// <param name="Normal">Of the surface, in the units of <paramref name="Position"/>; of wheels in metres.</param>
/// <param name="Part">A <see cref="BodyPart"/>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BodyVertex(Vector3 Position, Vector3 Offset, Vector3 Normal, float Part)
{
    /// <summary>Attributes in order.</summary>
    public static ReadOnlySpan<GlAttribute> Attributes => new GlAttribute[] { new(3, 0), new(3, 12), new(3, 24), new(1, 36) };
}

/// <summary>Where one body is, and how it looks: 40 bytes.</summary>
/// <param name="Pose">Place around the anchor, m; cosine and sine of the heading.</param>
/// <param name="Size">Half length, half width, height, m; steering, rad.</param>
/// <param name="Colour">RGBA.</param>
/// <param name="Lamps">Bits of <see cref="BodyLamps"/> in the lowest byte.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BodyInstance(Vector4 Pose, Vector4 Size, uint Colour, uint Lamps)
{
    /// <summary>Attributes in order.</summary>
    public static ReadOnlySpan<GlAttribute> Attributes => new GlAttribute[] { new(4, 0), new(4, 16), new(4, 32, IsBytes: true), new(4, 36, IsBytes: true, IsInteger: true) };
}

/// <summary>Which lamps of a vehicle shine.</summary>
[Flags]
internal enum BodyLamps : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Braking.</summary>
    Brake = 1,

    /// <summary>Going left.</summary>
    Left = 2,

    /// <summary>Going right.</summary>
    Right = 4,

    /// <summary>Driving in the dark.</summary>
    Head = 8,
}
