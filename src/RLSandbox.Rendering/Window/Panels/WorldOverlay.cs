using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>What stands over the world: a ghost, how the episode ended, a note, and the numbers of a wall.</summary>
internal sealed class WorldOverlay : IDisposable
{
    private const byte GhostAlpha = 120;

    private readonly BodyPainter _bodies = new();
    private readonly SKPaint _pale = new() { Color = SKColors.White.WithAlpha(GhostAlpha) };

    public void Draw(Drawing drawing, ViewerFrame frame)
    {
        var world = frame.Layout.World;
        if (world.IsEmpty) return;
        if (frame.Wall.Count > 0) DrawWall(drawing, frame);
        else
        {
            if (frame.Ghost?.Pose is { } pose && frame.View.Kind != ViewKind.Chase) DrawGhost(drawing, world, frame, pose);
            if (frame.Moment.Outcome is { } outcome) DrawOutcome(drawing, world, outcome.Name, outcome.IsSuccess, frame);
        }
        if (frame.Note is { } note) DrawNote(drawing, world, note);
    }

    public void Dispose()
    {
        _bodies.Dispose();
        _pale.Dispose();
    }

    private void DrawGhost(Drawing drawing, SKRect world, ViewerFrame frame, Pose pose)
    {
        var canvas = drawing.Canvas;
        canvas.Save();
        canvas.ClipRect(world);
        canvas.SaveLayer(_pale);
        canvas.Concat(frame.View.On(world, frame.World).Matrix);
        _bodies.DrawVehicle(drawing, new VehicleSnapshot(pose, default, default, default, IsActive: true), frame.World.VehicleFootprint, Theme.Others[4]);
        canvas.Restore();
        canvas.Restore();
    }

    private static void DrawOutcome(Drawing drawing, SKRect world, string name, bool isSuccess, ViewerFrame frame)
    {
        var title = new TextStyle(24, isSuccess ? Theme.Good : Theme.Bad, SKTextAlign.Center, Bold: true);
        var words = CamelCase.Words(name);
        var detail = FormattableString.Invariant($"{frame.Seconds:0.0} s, {100 * frame.World.Progress:0} % of the route");
        var small = new TextStyle(12, Theme.Text, SKTextAlign.Center);
        var half = Math.Max(drawing.Measure(words, title), drawing.Measure(detail, small)) / 2 + 18;
        var top = world.Top + Math.Max(6, 0.12f * world.Height);
        drawing.Fill(new SKRect(world.MidX - half, top, world.MidX + half, top + 60), Theme.Overlay, 10);
        drawing.Text(words, new(world.MidX, top + 29), title);
        drawing.Text(detail, new(world.MidX, top + 48), small);
    }

    /// <summary>In as many lines as it needs, above the lower edge.</summary>
    private static void DrawNote(Drawing drawing, SKRect world, string note)
    {
        var style = new TextStyle(13, Theme.Text, SKTextAlign.Center);
        var lines = new List<string> { "" };
        foreach (var word in note.Split(' '))
        {
            var longer = lines[^1] == "" ? word : $"{lines[^1]} {word}";
            if (lines[^1] == "" || drawing.Measure(longer, style) <= world.Width - 48) lines[^1] = longer;
            else lines.Add(word);
        }
        var half = Math.Min(lines.Max(line => drawing.Measure(line, style)) / 2 + 14, world.Width / 2 - 4);
        var top = world.Bottom - 18 * lines.Count - 60;
        drawing.Fill(new SKRect(world.MidX - half, top, world.MidX + half, top + 18 * lines.Count + 12), Theme.Overlay, 8);
        for (var i = 0; i < lines.Count; i++) drawing.Text(drawing.Fit(lines[i], 2 * half, style), new(world.MidX, top + 19 + 18 * i), style);
    }

    private static void DrawWall(Drawing drawing, ViewerFrame frame)
    {
        var tiles = frame.Layout.Tiles(frame.Wall.Count);
        for (var i = 0; i < tiles.Count; i++)
        {
            var style = new TextStyle(11, Theme.Text, Bold: true);
            var text = FormattableString.Invariant($"{i + 1}");
            if (frame.Wall[i].Outcome is { } outcome)
            {
                text += $" {CamelCase.Words(outcome.Name)}";
                style = style with { Colour = outcome.IsSuccess ? Theme.Good : Theme.Bad };
            }
            text = drawing.Fit(text, tiles[i].Width - 20, style);
            drawing.Fill(SKRect.Create(tiles[i].Left + 4, tiles[i].Top + 4, drawing.Measure(text, style) + 10, 17), Theme.Overlay, 4);
            drawing.Text(text, new(tiles[i].Left + 9, tiles[i].Top + 16), style);
            if (i != frame.Followed.Environment) continue;
            using var builder = new SKPathBuilder();
            builder.AddRect(SKRect.Inflate(tiles[i], 0.5f, 0.5f), SKPathDirection.Clockwise);
            using var path = builder.Detach();
            drawing.Stroke(path, Theme.Accent, 3);
        }
    }
}
