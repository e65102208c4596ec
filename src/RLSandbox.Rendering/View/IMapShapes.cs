using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A map as the painter needs it, in world metres (y north). One thread at a time draws it.</summary>
internal interface IMapShapes : IDisposable
{
    /// <summary>Rectangle around the road, m.</summary>
    SKRect Bounds { get; }

    /// <summary>What there is to drive, as a line.</summary>
    SKPath CentreLine { get; }

    /// <summary>Where it begins.</summary>
    SKPoint Start { get; }

    /// <summary>Draws everything that lies on the grass; the canvas already maps metres to the picture.</summary>
    /// <param name="dashes">Whether the line is shown on the road, too.</param>
    void Draw(Drawing drawing, bool dashes);
}
