using RLSandbox.Core;
using SkiaSharp;

namespace RLSandbox.Rendering;

/// <summary>The two faces of every picture, from files of our own: without system libraries SkiaSharp finds no font and draws nothing, silently.</summary>
public static class Fonts
{
    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("DejaVuSans-Bold.ttf"));

    /// <summary>For text and numbers; shared, never disposed.</summary>
    public static SKTypeface Regular => RegularFace.Value;

    /// <summary>For titles and large numbers; shared, never disposed.</summary>
    public static SKTypeface Bold => BoldFace.Value;

    /// <summary>Path of a font file; <see cref="Assets"/>.</summary>
    /// <exception cref="UserErrorException">It is nowhere.</exception>
    public static string Find(string fileName) => Assets.Find("fonts", fileName);

    private static SKTypeface Load(string fileName)
    {
        var path = Find(fileName);
        return SKTypeface.FromFile(path) ?? throw new UserErrorException($"{path} is not a font that can be read. Copy it from the repository again.");
    }
}
