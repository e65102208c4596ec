using System.Numerics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Trees of a map, never on or near a road: the same map always has the same ones.</summary>
internal sealed class TreeField
{
    private const float Spacing = 8, Beyond = 60, Clearance = 3;         // m; Beyond: outside of the map's raster
    private const float MostPlaces = 60_000;
    private const float SmallestRadius = 1.5f, LargestRadius = 3.2f;     // m
    private const float PatchMetres = 46;                                // trees stand in groups about that large
    private const float CellSide = 64;
    private const float Farthest = 420;                                  // m from the eye of a chase view
    private const float DistantPixels = 24;                              // of its radius
    private static readonly uint Purpose = RandomPurpose.Of("render.trees");
    private static readonly SKColor[] Greens = [new(52, 98, 46), new(66, 112, 50), new(44, 84, 52), new(84, 116, 48)];

    private readonly Dictionary<(int, int), List<BodyInstance>> _cells = [];

    /// <summary>Trees around the roads of a map.</summary>
    public TreeField(ClassRaster raster, ulong hash, (double X, double Y) anchor)
    {
        float width = raster.Width * raster.MetresPerCell + 2 * Beyond, height = raster.Height * raster.MetresPerCell + 2 * Beyond;
        var spacing = Math.Max(Spacing, MathF.Sqrt(width * height / MostPlaces));
        var key = new RandomKey(hash, 0, 0, Purpose);
        for (var row = 0u; row * spacing < height; row++)
            for (var column = 0u; column * spacing < width; column++)
            {
                float x = raster.OriginX - Beyond + (column + key.Uniform(row, column, 1)) * spacing, y = raster.OriginY - Beyond + (row + key.Uniform(row, column, 2)) * spacing;
                if (key.Uniform(row, column, 3) > Density(key, x, y)) continue;
                var radius = SmallestRadius + (LargestRadius - SmallestRadius) * key.Uniform(row, column, 4);
                if (!IsClear(raster, x, y, radius + Clearance)) continue;
                Add(new((float)(x - anchor.X), (float)(y - anchor.Y)), radius, key.Uniform(row, column, 5), key.Uniform(row, column, 6));
            }
    }

    /// <summary>Number of trees.</summary>
    public int Count => _cells.Values.Sum(cell => cell.Count);

    /// <summary>Adds those that can be seen.</summary>
    public void Gather(ViewCamera camera, List<BodyInstance> near, List<BodyInstance> far, List<BodyInstance> shadows)
    {
        var reach = Math.Min(camera.Reach, Farthest);
        for (var row = (int)MathF.Floor((camera.Middle.Y - reach) / CellSide); row * CellSide <= camera.Middle.Y + reach; row++)
            for (var column = (int)MathF.Floor((camera.Middle.X - reach) / CellSide); column * CellSide <= camera.Middle.X + reach; column++)
            {
                if (!_cells.TryGetValue((column, row), out var cell) || !camera.Sees(new Vector2(column + 0.5f, row + 0.5f) * CellSide, CellSide)) continue;
                foreach (var tree in cell)
                {
                    if (!camera.Sees(new(tree.Pose.X, tree.Pose.Y), 8)) continue;
                    (tree.Size.X * camera.Scale(new(tree.Pose.X, tree.Pose.Y)) > DistantPixels ? near : far).Add(tree);
                    shadows.Add(tree);
                }
            }
    }

    private void Add(Vector2 place, float radius, float turn, float shade)
    {
        var (sin, cos) = MathF.SinCos(turn * MathF.Tau);
        var green = Greens[(int)(shade * Greens.Length) % Greens.Length];
        var cell = ((int)MathF.Floor(place.X / CellSide), (int)MathF.Floor(place.Y / CellSide));
        if (!_cells.TryGetValue(cell, out var list)) _cells.Add(cell, list = []);
        list.Add(new(new(place, cos, sin), new(radius, radius, 2.1f * radius + 1.5f * turn, 0), GroundVertex.Pack(Theme.Mix(green, SKColors.White, 0.1f * turn)), 0));
    }

    /// <summary>Groups and glades: value noise over a coarse grid.</summary>
    private static float Density(RandomKey key, float x, float y)
    {
        float u = x / PatchMetres, v = y / PatchMetres, column = MathF.Floor(u), row = MathF.Floor(v);
        float At(float dx, float dy) => key.Uniform((uint)(int)(column + dx), (uint)(int)(row + dy), 7);
        float Smooth(float t) => t * t * (3 - 2 * t);
        float a = Smooth(u - column), b = Smooth(v - row);
        var noise = float.Lerp(float.Lerp(At(0, 0), At(1, 0), a), float.Lerp(At(0, 1), At(1, 1), a), b);
        return Math.Clamp(1.9f * (noise - 0.48f), 0.02f, 0.75f);
    }

    /// <summary>Whether there is nothing but grass around; asked of a coarse level, whose cells name whatever lies in them.</summary>
    private static bool IsClear(ClassRaster raster, float x, float y, float radius)
    {
        var level = raster.LevelFor(1.7f);
        var cell = raster.Level(level).MetresPerCell;
        int left = (int)MathF.Floor((x - radius - raster.OriginX) / cell), right = (int)MathF.Floor((x + radius - raster.OriginX) / cell);
        int low = (int)MathF.Floor((y - radius - raster.OriginY) / cell), high = (int)MathF.Floor((y + radius - raster.OriginY) / cell);
        for (var row = low; row <= high; row++)
            for (var column = left; column <= right; column++)
                if (raster[level, column, row] != SurfaceClass.Grass) return false;
        return true;
    }
}
