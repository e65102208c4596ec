using RLSandbox.Driving.Roads;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Tests.View;

public sealed class RoadPictureTests
{
    [Test]
    public void ARoad_ShowsItsGroundArrowsAndTitle()
    {
        using var drawing = new Drawing(960, 540);
        RoadPicture.Draw(drawing, Map());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(drawing.Count(Theme.Road), Is.GreaterThan(10_000));
            Assert.That(drawing.Count(Theme.YellowLine), Is.GreaterThan(200), "line");
            Assert.That(drawing.Count(Theme.StartWhite), Is.GreaterThan(200), "crossing");
            Assert.That(drawing.Count(Theme.Arrow), Is.GreaterThan(30), "directions");
            Assert.That(drawing.Count(Theme.Text, new(0, 0, 400, 64)), Is.GreaterThan(100), "title");
        }
    }

    [Test]
    public void LightsAndSigns_StandAtTheirPlaces()
    {
        using Drawing without = new(960, 540), with = new(960, 540);
        RoadPicture.Draw(without, Map());
        var map = Map();
        RoadPicture.Draw(with, new("T", map.Lanes)
        {
            Areas = map.Areas, Lights = [new() { Id = "L", Position = new(80, 5) }], Signs = [new() { Id = "S", Kind = SignKind.Stop, Position = new(20, 5) }],
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(with.Count(Theme.Good), Is.GreaterThan(without.Count(Theme.Good) + 5), "green lamp");
            Assert.That(with.Count(Theme.Bad), Is.GreaterThan(without.Count(Theme.Bad) + 30), "red lamp and stop sign");
        }
    }

    [Test]
    public void TheOtherDirection_GivesAnotherPicture()
    {
        using Drawing one = new(480, 270), other = new(480, 270);
        RoadPicture.Draw(one, new("T", [Lane("a", 0, 100)]));
        RoadPicture.Draw(other, new("T", [Lane("a", 100, 0)]));
        Assert.That(one.Bytes(), Is.Not.EqualTo(other.Bytes()));
    }

    [Test]
    public void AMapWithoutLanes_IsDrawnToo()
    {
        using var drawing = new Drawing(480, 270);
        RoadPicture.Draw(drawing, new("T", []));
        Assert.That(drawing.Count(Theme.Grass), Is.GreaterThan(10_000));
    }

    private static RoadMap Map() => new("Test town", [Lane("a", 0, 100) with { LeftMarkings = [new(0, MarkingKind.Solid, MarkingColour.Yellow)] }])
    {
        Areas = [new() { Kind = AreaKind.Crossing, Outline = [new(50, -2), new(53, -2), new(53, 2), new(50, 2)] }],
    };

    private static Lane Lane(string id, double from, double to)
    {
        var side = from < to ? 2 : -2;
        return new() { Id = id, Sections = [new(from, side, from, -side, 0), new(to, side, to, -side, 0)] };
    }
}
