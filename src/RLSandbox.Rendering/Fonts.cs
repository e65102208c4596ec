using RLSandbox.Core;
using SkiaSharp;

namespace RLSandbox.Rendering;

/// <summary>The two faces of every picture, from files of our own: without system libraries SkiaSharp finds no font and draws nothing, silently.</summary>
public static class Fonts
{
    private const string Folder = "assets/fonts";

    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("DejaVuSans-Bold.ttf"));

    /// <summary>For text and numbers; shared, never disposed.</summary>
    public static SKTypeface Regular => RegularFace.Value;

    /// <summary>For titles and large numbers; shared, never disposed.</summary>
    public static SKTypeface Bold => BoldFace.Value;

    /// <summary>Path of a font file: beside the program, or in the repository that the program was built in.</summary>
    /// <exception cref="UserErrorException">It is in neither place.</exception>
    public static string Find(string fileName)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Folder, fileName);
            if (File.Exists(path)) return path;
        }
        throw new UserErrorException($"Font {fileName}: expected in {Folder} beside the program ({AppContext.BaseDirectory}) or above it, found nowhere. Copy {Folder} from the repository there.");
    }

    private static SKTypeface Load(string fileName)
    {
        var path = Find(fileName);
        return SKTypeface.FromFile(path) ?? throw new UserErrorException($"{path} is not a font that can be read. Copy it from the repository again.");
    }
}
