using RLSandbox.Scenarios.Import.Tracks;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>What lies within what in a picture, and what is nearest to a pixel.</summary>
[TestFixture]
public sealed class PicturePartsTests
{
    private const int Width = 7;

    [Test]
    public void ADiamondOfDiagonals_HoldsWhatIsInside()
    {
        string[] rows =
        [
            ".......",
            "...#...",
            "..#.#..",
            ".#...#.",
            "..#.#..",
            "...#...",
            ".......",
        ];
        var parts = ConnectedParts.Of([.. string.Concat(rows).Select(c => c == '.')], Width, 100)!;
        int wall = parts.Of(1 * Width + 3), inside = parts.Of(3 * Width + 3), outside = parts.Of(0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parts.Of(3 * Width + 1), Is.EqualTo(wall), "walls hold together across corners");
            Assert.That(parts.Of(5 * Width + 3), Is.EqualTo(wall));
            Assert.That(inside, Is.Not.EqualTo(outside), "free space does not");
            Assert.That(parts.Of(6 * Width + 6), Is.EqualTo(outside));
            Assert.That(parts.Around(inside), Is.EqualTo(wall));
            Assert.That(parts.Around(wall), Is.EqualTo(outside));
            Assert.That(parts.Around(outside), Is.Zero);
            Assert.That(parts.Sizes()[wall], Is.EqualTo(8 + 5), "with what lies within it");
            Assert.That(parts.TouchBorder()[outside], Is.True);
            Assert.That(parts.TouchBorder()[wall], Is.False);
        }
    }

    [Test]
    public void APictureOfMorePieces_IsNotTaken()
    {
        var board = Enumerable.Range(0, Width * Width).Select(i => i % 2 == 0).ToArray();
        Assert.That(ConnectedParts.Of(board, Width, 10), Is.Null);
        Assert.That(ConnectedParts.Of(board, Width, 100), Is.Not.Null);
    }

    [Test]
    public void TheNearestSide_IsAsNearAsASlowSearchFinds([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        int width = random.Next(1, 40), height = random.Next(1, 40);
        var marks = new byte[width * height];
        for (var i = 0; i < marks.Length; i++) marks[i] = (byte)(random.NextDouble() < 0.02 ? random.Next(1, 3) : 0);
        marks[random.Next(marks.Length)] = 1;
        var nearest = NearestSide.Of(marks, width);
        for (var i = 0; i < marks.Length; i++)
            Assert.That(Squared(marks, width, i, nearest[i]), Is.EqualTo(Math.Min(Squared(marks, width, i, 1), Squared(marks, width, i, 2))), $"pixel {i}");
    }

    private static int Squared(byte[] marks, int width, int from, byte mark)
    {
        var best = int.MaxValue;
        for (var i = 0; i < marks.Length; i++)
            if (marks[i] == mark) best = Math.Min(best, (i % width - from % width) * (i % width - from % width) + (i / width - from / width) * (i / width - from / width));
        return best;
    }
}
