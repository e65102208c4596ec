using System.Globalization;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>How one class looks.</summary>
/// <param name="Gray">Byte in a gray picture.</param>
public readonly record struct Shade(byte Gray, byte Red, byte Green, byte Blue);

/// <summary>The look of every class, in gray and in colour. Part of what a policy was trained on: another palette is another task.</summary>
public sealed class Palette : IEquatable<Palette>
{
    private static readonly string[] Names =
    [
        "grass", "road", "kerb", "edgeLine", "startLine", "obstacle", "vehicle", "ego", "sky",
        "laneLine", "yellowLine", "crossing", "stopLine", "sidewalk", "sideStrip",
    ];

    private readonly Shade[] _shades;

    /// <summary>A palette of one shade per class, in the order of <see cref="SurfaceClass"/>.</summary>
    /// <exception cref="ArgumentException">The number of shades is not <see cref="SurfaceClasses.Count"/>.</exception>
    public Palette(params ReadOnlySpan<Shade> shades)
    {
        if (shades.Length != SurfaceClasses.Count) throw new ArgumentException($"Expected {SurfaceClasses.Count} shades, got {shades.Length}.", nameof(shades));
        _shades = shades.ToArray();
        GrayTable = Table(shade => shade.Gray);
        RedTable = Table(shade => shade.Red);
        GreenTable = Table(shade => shade.Green);
        BlueTable = Table(shade => shade.Blue);
    }

    /// <summary>Dark grass, mid road, bright lines.</summary>
    /// <remarks>
    /// Any two grays of a circuit's classes at least 30 apart, but for the sky, 20 from kerb and edge line. What only road maps have stands between
    /// them, at least 8 from any other: fifteen grays that still look natural leave no more.
    /// </remarks>
    public static Palette Default { get; } = new(
        new(48, 58, 102, 52), new(112, 92, 94, 99), new(152, 196, 62, 52), new(192, 238, 238, 232),
        new(224, 250, 214, 84), new(0, 245, 130, 32), new(255, 66, 135, 245), new(80, 214, 64, 160),
        new(172, 169, 200, 230),
        new(208, 240, 240, 240), new(182, 240, 196, 40), new(240, 252, 252, 252), new(232, 255, 236, 236), new(132, 150, 146, 138), new(96, 76, 80, 92));

    /// <summary>The look of a class.</summary>
    public Shade this[SurfaceClass surface] => _shades[(int)surface];

    /// <summary>Bytes to look up sixteen classes at once; classes that do not exist are 0.</summary>
    internal Vector128<byte> GrayTable { get; }

    /// <inheritdoc cref="GrayTable"/>
    internal Vector128<byte> RedTable { get; }

    /// <inheritdoc cref="GrayTable"/>
    internal Vector128<byte> GreenTable { get; }

    /// <inheritdoc cref="GrayTable"/>
    internal Vector128<byte> BlueTable { get; }

    /// <summary>Reads one section per class: <c>road: { gray: 112, colour: "#5c5e63" }</c>; what is left out is as in <see cref="Default"/>.</summary>
    public static Palette Bind(SectionReader reader)
    {
        var shades = new Shade[SurfaceClasses.Count];
        for (var i = 0; i < shades.Length; i++)
        {
            var fallback = Default[(SurfaceClass)i];
            var section = reader.Section(Names[i], $"Look of the class {Names[i]}.");
            var gray = section.Integer("gray", fallback.Gray, "Byte in a gray picture.", 0, 255);
            var standard = $"#{fallback.Red:x2}{fallback.Green:x2}{fallback.Blue:x2}";
            var text = section.Text("colour", standard, "Colour in an RGB picture: # and six hexadecimal digits, red, green, blue.");
            if (!TryParse(text, out var colour))
            {
                section.Reject("colour", $"expected # and six hexadecimal digits, found \"{text}\"", $"write it in quotes, such as \"{standard}\"");
            }
            shades[i] = new((byte)gray, (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }
        return new(shades);
    }

    /// <inheritdoc/>
    public bool Equals(Palette? other) => other is not null && _shades.AsSpan().SequenceEqual(other._shades);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Palette);

    /// <inheritdoc/>
    public override int GetHashCode() => GrayTable.GetHashCode();

    private static bool TryParse(string text, out int colour)
    {
        colour = 0;
        return text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out colour);
    }

    private Vector128<byte> Table(Func<Shade, byte> channel)
    {
        var table = new byte[Vector128<byte>.Count];
        for (var i = 0; i < _shades.Length; i++) table[i] = channel(_shades[i]);
        return Vector128.Create(table);
    }
}
