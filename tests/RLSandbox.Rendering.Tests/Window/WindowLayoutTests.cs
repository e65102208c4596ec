using RLSandbox.Rendering.Window;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Window;

public sealed class WindowLayoutTests
{
    private static readonly (int Width, int Height)[] Sizes = [(800, 500), (1024, 768), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160), (480, 300), (900, 1600)];

    [Test]
    public void EverySizeAndText_ShowsEveryPanelOnce_WithoutOverlap([ValueSource(nameof(Sizes))] (int Width, int Height) size, [Values(1f, 1.25f, 1.5f, 2f)] float text, [Values] bool all)
    {
        using var scene = new StagedScene();
        var panels = ViewerPanels.For(scene.Stage.Facts, isInsightful: all, isRace: all, isLive: all);
        var seen = new List<PanelKind>();
        var pages = WindowLayout.Of(new(size.Width, size.Height), text, panels).Pages.Count;
        for (var page = 0; page < pages; page++)
        {
            var layout = WindowLayout.Of(new(size.Width, size.Height), text, panels, page);
            seen.AddRange(layout.Panels.Select(panel => panel.Kind));
            var areas = layout.Panels.Select(panel => panel.Area).Append(layout.Header).Append(layout.Timeline).Append(layout.World).Where(area => !area.IsEmpty).ToList();
            var window = SKRect.Create(size.Width / layout.Unit + 0.01f, size.Height / layout.Unit + 0.01f);
            foreach (var area in areas) Assert.That(window.Contains(area), $"{area} in {window}");
            for (var i = 0; i < areas.Count; i++)
                for (var j = i + 1; j < areas.Count; j++)
                    Assert.That(SKRect.Intersect(areas[i], areas[j]) is { Width: > 0.01f, Height: > 0.01f }, Is.False, $"{areas[i]} and {areas[j]}");
            foreach (var panel in layout.Panels.Where(_ => layout.Timeline.Top - layout.Header.Bottom > 200))
                Assert.That(panel.Area.Height, Is.GreaterThanOrEqualTo(panel.Kind.Least - 0.01f), panel.Kind.Title);
        }
        Assert.That(seen, Is.EqualTo(panels));
    }

    [Test]
    public void TilesOfAWall_HaveOneSizeInPixels([Values(2, 3, 6, 7, 12)] int count, [Values(1f, 1.25f)] float text)
    {
        using var scene = new StagedScene();
        var layout = WindowLayout.Of(new(1367, 771), text, ViewerPanels.For(scene.Stage.Facts, true, true, true));
        var pixels = layout.Pixels(layout.Tiles(count));
        Assert.That(pixels.Select(tile => tile.Size).Distinct().Count(), Is.EqualTo(1));
        for (var i = 1; i < count; i++) Assert.That(pixels[i].IntersectsWith(pixels[i - 1]), Is.False);
    }

    [Test]
    public void Bare_IsAllWorld()
    {
        using var scene = new StagedScene();
        var layout = WindowLayout.Of(new(1280, 720), 1, ViewerPanels.For(scene.Stage.Facts, true, true, true), isBare: true);
        Assert.That((layout.Panels.Count, layout.World.Width), Is.EqualTo((0, 1280f)));
    }
}
