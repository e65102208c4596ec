namespace RLSandbox.Driving.Maps;

/// <summary>Paints a circuit into a class raster: grass, road, kerbs along tight bends, edge lines, start line.</summary>
/// <remarks>
/// A band of the road lies between two lateral offsets (m, left positive) per node; it is painted one quad per pair of nodes.
/// A cell belongs to a quad when its centre does. Neighbouring quads share their corners, so no cell between them is missed or painted by chance.
/// Where the road crosses itself on a bridge both levels are asphalt and neither has lines.
/// </remarks>
public static class CircuitRasterizer
{
    /// <summary>Width of the white line along an edge, m; inside the road.</summary>
    public const float LineWidth = 0.3f;

    /// <summary>Width of a kerb, m, inside of the edge line; at most <see cref="KerbShare"/> of the way to the centre line.</summary>
    public const float KerbWidth = 0.8f;

    /// <summary>Largest share of the way from centre line to edge that a kerb takes.</summary>
    public const float KerbShare = 0.2f;

    /// <summary>Bends at least this tight have kerbs, 1/m.</summary>
    public const float KerbCurvature = 1f / 60;

    /// <summary>Length of the start line along the road, m; arc 0 is its middle.</summary>
    public const float StartLineLength = 1;

    private const float Margin = 2;

    /// <summary>Metres from west to east and from south to north that a raster of the circuit covers.</summary>
    public static (float Width, float Height) Size(Circuit circuit)
    {
        var (left, bottom, right, top) = Bounds(circuit.Nodes);
        return (right - left, top - bottom);
    }

    /// <summary>A raster with all levels built; it reaches 2 m beyond the outermost edge. The caller disposes it.</summary>
    public static ClassRaster Rasterize(Circuit circuit, RasterConfig config)
    {
        var raster = EmptyRaster(circuit.Nodes, config);
        Paint(circuit, new RasterPainter(raster));
        raster.BuildLevels();
        return raster;
    }

    /// <summary>Hands the ground of a circuit to a painter.</summary>
    public static void Paint(Circuit circuit, IGroundPainter painter)
    {
        var nodes = circuit.Nodes;
        var line = Math.Max(LineWidth, 1.2f * painter.MetresPerCell);
        float[] outer = new float[nodes.Length], inner = new float[nodes.Length], kerb = new float[nodes.Length];
        for (var i = 0; i < nodes.Length; i++) (outer[i], inner[i]) = (nodes[i].LeftWidth, -nodes[i].RightWidth);
        PaintBand(painter, nodes, outer, inner, SurfaceClass.Road);
        var (leftCovered, rightCovered) = CoveredEdges.Find(circuit, line);
        for (var side = 1; side >= -1; side -= 2)
        {
            var covered = side > 0 ? leftCovered : rightCovered;
            for (var i = 0; i < nodes.Length; i++)
            {
                Edge(nodes[i], side, line, out outer[i], out inner[i], out kerb[i]);
                if (covered[i]) inner[i] = kerb[i] = outer[i];
            }
            PaintBand(painter, nodes, inner, kerb, SurfaceClass.Kerb);
            PaintBand(painter, nodes, outer, inner, SurfaceClass.EdgeLine);
        }
        PaintStartLine(painter, circuit);
    }

    /// <summary>Offsets of the road's edge, the inner side of its line and the inner side of its kerb (equal to the former where there is none).</summary>
    private static void Edge(in CentreLineNode node, int side, float line, out float outer, out float inner, out float kerb)
    {
        var width = side > 0 ? node.LeftWidth : node.RightWidth;
        line = Math.Min(line, width);
        var kerbWidth = Math.Abs(node.Curvature) < KerbCurvature ? 0 : Math.Min(KerbWidth, KerbShare * width);
        outer = side * width;
        inner = side * (width - line);
        kerb = side * Math.Max(0, width - line - kerbWidth);
    }

    private static ClassRaster EmptyRaster(ReadOnlySpan<CentreLineNode> nodes, RasterConfig config)
    {
        var (left, bottom, right, top) = Bounds(nodes);
        int width = (int)MathF.Ceiling((right - left) / config.MetresPerCell), height = (int)MathF.Ceiling((top - bottom) / config.MetresPerCell);
        return new(left, bottom, width, height, config.MetresPerCell, config.LevelCount);
    }

    private static (float Left, float Bottom, float Right, float Top) Bounds(ReadOnlySpan<CentreLineNode> nodes)
    {
        float left = float.MaxValue, bottom = float.MaxValue, right = float.MinValue, top = float.MinValue;
        foreach (ref readonly var node in nodes)
        {
            var reach = Math.Max(node.LeftWidth, node.RightWidth) + Margin;
            (left, bottom) = (Math.Min(left, node.X - reach), Math.Min(bottom, node.Y - reach));
            (right, top) = (Math.Max(right, node.X + reach), Math.Max(top, node.Y + reach));
        }
        return (left, bottom, right, top);
    }

    private static void PaintBand(IGroundPainter painter, ReadOnlySpan<CentreLineNode> nodes, float[] from, float[] to, SurfaceClass surface)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var next = i + 1 == nodes.Length ? 0 : i + 1;
            if (from[i] == to[i] && from[next] == to[next]) continue;
            painter.Quad(Corner(nodes[i], from[i]), Corner(nodes[next], from[next]), Corner(nodes[next], to[next]), Corner(nodes[i], to[i]), surface);
        }
    }

    private static void PaintStartLine(IGroundPainter painter, Circuit circuit)
    {
        var node = circuit.Nodes[0];
        float back = -StartLineLength / 2, front = StartLineLength / 2;
        painter.Quad(Corner(node, node.LeftWidth, back), Corner(node, node.LeftWidth, front), Corner(node, -node.RightWidth, front), Corner(node, -node.RightWidth, back), SurfaceClass.StartLine);
    }

    /// <summary>A point beside (left positive) and ahead of a node.</summary>
    private static (double X, double Y) Corner(in CentreLineNode node, float offset, float ahead = 0)
        => (node.X - offset * node.TangentY + ahead * node.TangentX, node.Y + offset * node.TangentX + ahead * node.TangentY);
}
