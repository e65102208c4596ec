using System.Numerics;
using System.Runtime.InteropServices;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Houses and walls of a road map: its obstacles with a height, in groups that lie close together.</summary>
internal sealed class HouseMesh : IDisposable
{
    private const float CellSide = 200, SmallestHouse = 25, LowWall = 1.2f, LowestHouse = 4, HighestHouse = 9;      // m, m²
    private static readonly uint[] Colours = [0xFF48546A, 0xFF5A6A7C, 0xFF60686E, 0xFF4C5E72];                      // walls, red in the lowest byte

    private readonly List<(BodyMesh Mesh, Vector2 Centre)> _cells = [];

    /// <summary>Those of <paramref name="map"/>.</summary>
    public HouseMesh(GlDevice device, RoadMap map, (double X, double Y) anchor)
    {
        var cells = new Dictionary<(int, int), (List<BodyVertex> Vertices, List<uint> Indices)>();
        foreach (var area in map.Areas)
        {
            if (area.Kind != AreaKind.Obstacle || area.Outline.Count < 3) continue;
            Vector2[] outline = [.. area.Outline.Select(point => new Vector2((float)(point.X - anchor.X), (float)(point.Y - anchor.Y)))];
            var cell = ((int)MathF.Floor(outline[0].X / CellSide), (int)MathF.Floor(outline[0].Y / CellSide));
            if (!cells.TryGetValue(cell, out var lists)) cells.Add(cell, lists = ([], []));
            Add(outline, lists.Vertices, lists.Indices);
        }
        foreach (var ((column, row), (vertices, indices)) in cells)
        {
            var mesh = new BodyMesh(device, CollectionsMarshal.AsSpan(vertices), CollectionsMarshal.AsSpan(indices));
            mesh.Instances.Add(new(new(0, 0, 1, 0), new(1, 1, 1, 0), Colours[(column * 7 + row * 3 & 0xFFFF) % Colours.Length], 0));
            mesh.Upload();
            _cells.Add((mesh, new Vector2(column + 0.5f, row + 0.5f) * CellSide));
        }
    }

    /// <summary>Draws those that can be seen with the current program.</summary>
    public void Draw(ViewCamera camera)
    {
        foreach (var (mesh, centre) in _cells)
            if (camera.Sees(centre, 1.2f * CellSide)) mesh.Draw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (mesh, _) in _cells) mesh.Dispose();
    }

    private static void Add(Vector2[] outline, List<BodyVertex> vertices, List<uint> indices)
    {
        var area = 0f;
        for (var i = 0; i < outline.Length; i++) area += outline[i].X * outline[(i + 1) % outline.Length].Y - outline[(i + 1) % outline.Length].X * outline[i].Y;
        var share = MathF.Abs(MathF.Sin(outline[0].X * 0.37f + outline[0].Y * 0.71f));
        var height = MathF.Abs(area) / 2 < SmallestHouse ? LowWall : LowestHouse + (HighestHouse - LowestHouse) * share;
        for (var i = 0; i < outline.Length; i++)
        {
            Vector2 a = outline[i], b = outline[(i + 1) % outline.Length];
            var along = (b - a) * MathF.Sign(area);
            if (along == default) continue;
            var normal = new Vector3(Vector2.Normalize(new(along.Y, -along.X)), 0);
            Quad(new(a, 0), new(b, 0), new(b, height), new(a, height), normal, BodyPart.Wall, vertices, indices);
        }
        foreach (var slab in OutlineSlabs.Of(outline))
            Quad(new(slab.LowLeft, height), new(slab.LowRight, height), new(slab.HighRight, height), new(slab.HighLeft, height), Vector3.UnitZ, BodyPart.Tiles, vertices, indices);
    }

    private static void Quad(Vector3 a, Vector3 b, Vector3 c, Vector3 d, Vector3 normal, BodyPart part, List<BodyVertex> vertices, List<uint> indices)
    {
        var first = (uint)vertices.Count;
        foreach (var corner in (ReadOnlySpan<Vector3>)[a, b, c, d]) vertices.Add(new(corner, default, normal, (float)part));
        var isOutside = Vector3.Dot(Vector3.Cross(b - a, c - a) + Vector3.Cross(c - a, d - a), normal) > 0;
        foreach (var corner in isOutside ? (ReadOnlySpan<uint>)[0, 1, 2, 0, 2, 3] : [0, 2, 1, 0, 3, 2]) indices.Add(first + corner);
    }
}
