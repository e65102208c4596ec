namespace RLSandbox.Rendering.View;

/// <summary>How a <see cref="Painter"/> frames and decorates the view from above.</summary>
public sealed record PainterOptions
{
    /// <summary>Whether the picture turns with the followed vehicle, which then always drives towards the top; otherwise north is up.</summary>
    public bool HeadingUp { get; init; }

    /// <summary>Ground shown along the shorter side, m.</summary>
    public float Metres { get; init; } = 70;

    /// <summary>Whether dashes mark the centre line.</summary>
    public bool CentreLine { get; init; } = true;

    /// <summary>Whether scale bar and minimap are drawn over the view.</summary>
    public bool Overlays { get; init; } = true;
}
