using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Window;

/// <summary>What a window remembers for the next time.</summary>
public sealed record ViewerSettings
{
    /// <summary>Of the file.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Pixels along the shortest side that there is; the longest is <see cref="Drawing.LargestSide"/>.</summary>
    public const int LeastSide = 240;

    private const float LeastText = 1, MostText = 2;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Of this file.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>In the system's units for windows, which are pixels unless the screen is scaled.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>In the same units.</summary>
    public int Height { get; init; } = 720;

    /// <summary>1 … 2.</summary>
    public float TextScale { get; init; } = 1;

    /// <summary>What is drawn over the bare world.</summary>
    public Layers Layers { get; init; } = Layers.Standard;

    /// <summary>From where the world is seen.</summary>
    public ViewKind View { get; init; } = ViewKind.Follow;

    /// <summary>Where the settings of this person lie: under XDG_CONFIG_HOME or ~/.config, on Windows under AppData.</summary>
    public static string StandardPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "rlsandbox", "window.json");

    /// <summary>Whether a window or picture can be so many pixels wide or high.</summary>
    public static bool IsSide(int pixels) => pixels is >= LeastSide and <= Drawing.LargestSide;

    /// <summary>Reads a file; a missing one gives the defaults, and one that cannot be used gives them too, with a note.</summary>
    public static (ViewerSettings Settings, string? Note) Read(string path)
    {
        if (!File.Exists(path)) return (new(), null);
        try
        {
            var settings = JsonDocuments.Read<ViewerSettings>(RegularFile.ReadAllText(path), Json);
            if (settings is { FormatVersion: CurrentFormat } && settings.IsSane) return (settings, null);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException or UserErrorException)
        {
            return (new(), $"{path} cannot be read ({problem.Message.Split('.')[0]}): the window looks as it does at first.");
        }
        return (new(), $"{path} has values that no window can have: the window looks as it does at first.");
    }

    /// <summary>Writes the file, everything within the limits of reading; null where that worked, else what did not.</summary>
    public string? Write(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllBytes(path + ".tmp", JsonDocuments.Write(Clamped(), Json));
            File.Move(path + ".tmp", path, overwrite: true);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written ({problem.Message.TrimEnd('.')}): the window will not remember its size.";
        }
    }

    private ViewerSettings Clamped() => this with
    {
        Width = Math.Clamp(Width, LeastSide, Drawing.LargestSide),
        Height = Math.Clamp(Height, LeastSide, Drawing.LargestSide),
        TextScale = Math.Clamp(TextScale, LeastText, MostText),
    };

    private bool IsSane => IsSide(Width) && IsSide(Height) && TextScale is >= LeastText and <= MostText
        && (Layers & ~Layers.All) == 0 && Enum.IsDefined(View);
}
