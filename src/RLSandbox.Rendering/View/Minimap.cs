using RLSandbox.Driving;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>The whole circuit in a corner, north-up, with a dot for every vehicle.</summary>
internal static class Minimap
{
    private const float Side = 140, Margin = 14;

    /// <summary>Draws it with its upper left corner at <paramref name="corner"/>.</summary>
    public static void Draw(Drawing drawing, SKPoint corner, IMapShapes paths, Snapshot snapshot)
    {
        var card = SKRect.Create(corner.X, corner.Y, Side, Side);
        drawing.Fill(card, Theme.Overlay, 8);
        card.Inflate(-Margin, -Margin);
        var view = GroundView.Fit(paths.Bounds, card, margin: 0);
        var canvas = drawing.Canvas;
        canvas.Save();
        canvas.Concat(view.Matrix);
        drawing.Stroke(paths.CentreLine, Theme.TextDim, 4 / view.PixelsPerMetre);
        canvas.Restore();
        drawing.Disc(view.ToPicture(paths.Start.X, paths.Start.Y), 2, Theme.StartWhite);
        for (var i = snapshot.Vehicles.Count - 1; i >= 0; i--)
        {
            if (!snapshot.Vehicles[i].IsActive) continue;
            var at = view.ToPicture(snapshot.Vehicles[i].Pose.X, snapshot.Vehicles[i].Pose.Y);
            drawing.Disc(at, 5, Theme.Text);
            drawing.Disc(at, 3.5f, Painter.BodyColour(i));
        }
    }
}
