namespace RLSandbox.Driving.Maps;

/// <summary>Finds where an edge of the road lies on another part of the road: at bridges and where two parts run into each other.</summary>
/// <remarks>Lines painted there would cross the other part and look like its end.</remarks>
internal static class CoveredEdges
{
    /// <summary>Per node whether its left and its right edge lie on another part of the road by more than <paramref name="line"/> m.</summary>
    public static (bool[] Left, bool[] Right) Find(Circuit circuit, float line)
    {
        var nodes = circuit.Nodes;
        bool[] left = new bool[nodes.Length], right = new bool[nodes.Length];
        var widest = 0f;
        foreach (ref readonly var node in nodes) widest = Math.Max(widest, Math.Max(node.LeftWidth, node.RightWidth));
        for (var i = 0; i < nodes.Length; i++)
        {
            if (OtherPart(nodes, i, widest, circuit.Length) is not { } other) continue;
            var arc = circuit.Length * other / nodes.Length;
            left[i] = IsOn(circuit, nodes[i], nodes[i].LeftWidth, arc, line);
            right[i] = IsOn(circuit, nodes[i], -nodes[i].RightWidth, arc, line);
        }
        return (left, right);
    }

    /// <summary>The nearest node of another part whose road can touch the road at node <paramref name="i"/>.</summary>
    /// <remarks>Nodes are of one part up to the arc of a half circle as wide as two roads side by side.</remarks>
    private static int? OtherPart(ReadOnlySpan<CentreLineNode> nodes, int i, float widest, float length)
    {
        var spacing = length / nodes.Length;
        var ownPart = 1 + (int)(MathF.PI * widest / spacing);
        float least = 2 * widest;
        int? nearest = null;
        for (var ahead = ownPart; ahead <= nodes.Length - ownPart;)
        {
            var j = i + ahead < nodes.Length ? i + ahead : i + ahead - nodes.Length;
            float dx = nodes[j].X - nodes[i].X, dy = nodes[j].Y - nodes[i].Y;
            var distance = MathF.Sqrt(dx * dx + dy * dy);
            if (distance < least) (least, nearest) = (distance, j);
            // The distance changes by at most one spacing per node: what is far needs no look for a while.
            ahead += 1 + (int)(Math.Max(0, distance - least) / (1.01f * spacing));
        }
        return nearest;
    }

    private static bool IsOn(Circuit circuit, in CentreLineNode node, float offset, float arc, float line)
        => circuit.Locate(node.X - offset * node.TangentY, node.Y + offset * node.TangentX, arc).BeyondEdge < -line;
}
