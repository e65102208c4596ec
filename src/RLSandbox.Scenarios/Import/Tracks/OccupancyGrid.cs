using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Free space of an occupancy map as robots draw it: a YAML file that names a picture. Whatever is not known to be free is a wall.</summary>
internal sealed class OccupancyGrid
{
    private const double UsualFreeThreshold = 0.196;

    /// <summary>m; no place on earth is as far from another. Much farther away, neighbouring pixels are the same number.</summary>
    private const double Farthest = 1e8;

    private readonly GrayImage _image;
    private readonly MapPoint _origin;
    private readonly double _cos, _sin, _free;
    private readonly bool _isNegated;

    private OccupancyGrid(GrayImage image, double resolution, MapPoint origin, double yaw, double free, bool isNegated)
    {
        (_image, Resolution, _origin, _free, _isNegated) = (image, resolution, origin, free, isNegated);
        (_cos, _sin) = (Math.Cos(yaw), Math.Sin(yaw));
    }

    /// <summary>Side of a pixel, m.</summary>
    public double Resolution { get; }

    /// <summary>Pixels from left to right.</summary>
    public int Width => _image.Width;

    /// <summary>Pixels from top to bottom.</summary>
    public int Height => _image.Height;

    /// <summary>m from corner to corner: no ray is longer.</summary>
    public double Diagonal => Resolution * Math.Sqrt((double)_image.Width * _image.Width + (double)_image.Height * _image.Height);

    /// <summary>Whether a file is the YAML of such a map.</summary>
    public static bool Recognises(ImportFile file)
    {
        var keys = 0;
        foreach (var line in file.Head.AsSpan().EnumerateLines())
            if (line.StartsWith("image:") || line.StartsWith("resolution:") || line.StartsWith("origin:")) keys++;
        return keys == 3;
    }

    /// <summary>Reads the YAML and the picture beside it.</summary>
    /// <exception cref="UserErrorException">A key is missing or no number, or the picture cannot be read.</exception>
    public static OccupancyGrid Read(ImportFile file, List<ImportWarning> warnings)
    {
        var problems = new ConfigProblems();
        var root = YamlTree.Parse(file.Text(), file.Path, problems);
        var image = root.Find("image")?.Text ?? "";
        var resolution = Number(root.Find("resolution"), root, "resolution", "write metres per pixel, such as 0.05", problems);
        var origin = root.Find("origin");
        var hasOrigin = origin is { Kind: ConfigNodeKind.List, Items.Count: 2 or 3 };
        if (!hasOrigin) problems.Add(origin?.Position ?? root.Position, "origin", "expected x, y and yaw of the lower left pixel", "write [x, y, yaw] in metres and radians");
        double x = hasOrigin ? Number(origin!.Items[0], root, "origin", "write metres", problems) : 0, y = hasOrigin ? Number(origin!.Items[1], root, "origin", "write metres", problems) : 0;
        var yaw = hasOrigin && origin!.Items.Count == 3 ? Number(origin.Items[2], root, "origin", "write radians", problems) : 0;
        if (Math.Abs(x) > Farthest || Math.Abs(y) > Farthest) problems.Add(origin!.Position, "origin", FormattableString.Invariant($"expected x and y of at most {Farthest / 1000} km, found {x:g6} and {y:g6} m"), "write metres");
        if (!(resolution > 0)) problems.Add(root.Find("resolution")?.Position ?? root.Position, "resolution", "expected metres per pixel above 0", "write a number such as 0.05");
        if (image.Length == 0 || image != Path.GetFileName(image)) problems.Add(root.Find("image")?.Position ?? root.Position, "image", $"expected the name of a picture in the same folder, found \"{Printable.Of(image, 100)}\"", "put the picture beside this file");
        problems.ThrowIfAny();
        var free = Free(root, warnings);
        var isNegated = root.Find("negate")?.Text is "1" or "true";
        return new(Picture(Path.Combine(Path.GetDirectoryName(file.Path) ?? "", image)), resolution, new(x, y), yaw, free, isNegated);
    }

    /// <summary>Whether a place is known to be free; outside of the picture none is.</summary>
    public bool IsFree(double x, double y)
    {
        double dx = x - _origin.X, dy = y - _origin.Y;
        double column = Math.Floor((_cos * dx + _sin * dy) / Resolution), row = Math.Floor((_cos * dy - _sin * dx) / Resolution);
        if (!(column >= 0 && row >= 0 && column < _image.Width && row < _image.Height)) return false;
        return IsFree(_image.Pixels[(_image.Height - 1 - (int)row) * _image.Width + (int)column]);
    }

    /// <summary>Whether each pixel is known to be free, row by row from the top.</summary>
    public bool[] FreePixels() => Array.ConvertAll(_image.Pixels, IsFree);

    /// <summary>A place of the picture, in pixels from its upper left corner to the right and down, in the map's frame.</summary>
    public MapPoint Place(double column, double row)
    {
        double right = column * Resolution, up = (_image.Height - row) * Resolution;
        return new(_origin.X + _cos * right - _sin * up, _origin.Y + _sin * right + _cos * up);
    }

    /// <summary>Metres from a place in a direction to the first that is not free, to an eighth of a pixel; 0 where the place itself is not free.</summary>
    public double Reach(MapPoint from, double directionX, double directionY, double longest)
    {
        var coarse = Resolution / 2;
        var steps = (int)Math.Min(longest / coarse, 100_000);
        for (var i = 0; i <= steps; i++)
        {
            if (IsFree(from.X + i * coarse * directionX, from.Y + i * coarse * directionY)) continue;
            double low = Math.Max(0, (i - 1) * coarse), high = i * coarse;
            for (var halving = 0; halving < 2; halving++)
            {
                var middle = (low + high) / 2;
                if (IsFree(from.X + middle * directionX, from.Y + middle * directionY)) low = middle;
                else high = middle;
            }
            return low;
        }
        return longest;
    }

    private bool IsFree(byte pixel) => (_isNegated ? pixel / 255.0 : 1 - pixel / 255.0) < _free;

    private static double Number(ConfigNode? node, ConfigNode root, string key, string hint, ConfigProblems problems)
    {
        if (node is not null && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        problems.Add(node?.Position ?? root.Position, key, node is null ? $"the key \"{key}\" is missing" : $"expected a number, found {node}", hint);
        return double.NaN;
    }

    private static double Free(ConfigNode root, List<ImportWarning> warnings)
    {
        if (root.Find("mode")?.Text is { } mode && mode != "trinary") warnings.Add(new("mode", $"\"{Printable.Of(mode, 40)}\" was read as trinary: free or wall", root.Find("mode")!.Position.Line));
        var node = root.Find("free_thresh");
        if (node is not null && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= 1) return value;
        warnings.Add(new("free_thresh", FormattableString.Invariant($"expected a number between 0 and 1; the usual {UsualFreeThreshold} was taken"), node?.Position.Line ?? 0));
        return UsualFreeThreshold;
    }

    private static GrayImage Picture(string path)
    {
        var picture = ImportFile.Open(path);
        try
        {
            return GrayImage.Read(picture.Bytes);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException($"{path}: {error.Message}.", error);
        }
    }
}
