using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Tests.Maps;

[Category("Property")]
public sealed class CircuitTests
{
    /// <summary>m; a spline through 48 points of a 50 m circle leaves it by less, and so do floats of this size.</summary>
    private const float Rounding = 1e-3f;

    /// <summary>rad and 1/m of the same spline.</summary>
    private const float SlopeRounding = 1e-4f;

    /// <summary>m; coordinates near 100 m in float, squared and subtracted.</summary>
    private const float Foot = 2e-3f;

    [Test]
    public void Circle_HasItsCircumferenceCurvatureAndHeading()
    {
        var circle = TestCircuits.Circle(radius: 50);
        // Circumference 2π · 50 = 314.159 m; a quarter of it, 78.54 m, ends at the north point, heading west, turning left 1/50.
        var quarter = circle.Sample(MathF.PI * 25);
        Assert.Multiple(() =>
        {
            Assert.That(circle.Length, Is.EqualTo(314.159f).Within(Rounding));
            Assert.That(quarter.X, Is.EqualTo(0).Within(Rounding));
            Assert.That(quarter.Y, Is.EqualTo(50).Within(Rounding));
            Assert.That(Math.Abs(quarter.Heading), Is.EqualTo(MathF.PI).Within(SlopeRounding));
            Assert.That(quarter.Curvature, Is.EqualTo(0.02f).Within(SlopeRounding));
        });
    }

    [Test]
    public void ClockwiseCircle_BendsToTheRight()
        => Assert.That(TestCircuits.ClockwiseCircle(radius: 50).Sample(10).Curvature, Is.EqualTo(-0.02f).Within(SlopeRounding));

    [TestCase(47f, 3f)]      // 3 m towards the centre of a left bend: left of the line
    [TestCase(52f, -2f)]     // outside: right
    public void PointBesideACircle_HasItsSideAndDistance(float radius, float lateral)
    {
        var circle = TestCircuits.Circle(radius: 50);
        // 0.6 rad along a circle of 50 m is 30 m.
        var position = circle.Locate(radius * MathF.Cos(0.6f), radius * MathF.Sin(0.6f), nearArc: 25);
        Assert.Multiple(() =>
        {
            Assert.That(position.Arc, Is.EqualTo(30).Within(Rounding));
            Assert.That(position.LateralOffset, Is.EqualTo(lateral).Within(Rounding));
            Assert.That(position.Heading, Is.EqualTo(0.6f + MathF.PI / 2).Within(SlopeRounding));
        });
    }

    [Test]
    public void PointsOnTheRoad_AreLocatedAsBruteForceDoes([Values] bool near)
    {
        var circuit = TestCircuits.Wavy();
        for (var k = 0; k < 2000; k++)
        {
            var arc = circuit.Length * k / 2000;
            var s = circuit.Sample(arc);
            var offset = s.LeftWidth - (s.LeftWidth + s.RightWidth) * (k % 7) / 6;
            var (x, y) = Beside(s, offset);
            var found = near ? circuit.Locate(x, y, arc + 6 * (k % 5 - 2)) : circuit.Locate(x, y);
            Assert.That(Math.Abs(circuit.Advance(arc, found.Arc)), Is.LessThan(10 * Foot), $"arc {arc}, offset {offset}");
            Assert.That(found.LateralOffset, Is.EqualTo(offset).Within(Foot), $"arc {arc}");
        }
    }

    [Test]
    public void PointsAnywhere_AreAsNearAsBruteForceFinds()
    {
        var circuit = TestCircuits.Wavy();
        for (var k = 0; k < 500; k++)
        {
            // A lattice over 320 × 320 m: inside, outside, beyond the grid.
            float x = -160 + 320 * (k * 0.618034f % 1), y = -160 + 320 * (k / 500f);
            var found = circuit.Locate(x, y);
            Assert.That(Math.Abs(found.LateralOffset), Is.EqualTo(BruteForceDistance(circuit, x, y)).Within(0.01f), $"({x}, {y})");
        }
    }

    [Test]
    public void CrossingABridge_StaysOnItsOwnLevel()
    {
        var eight = TestCircuits.FigureEight();
        var arc = eight.Length - 40;
        for (var metre = 0; metre < 80; metre++)
        {
            var s = eight.Sample(eight.Length - 40 + metre);
            var (x, y) = Beside(s, 4 * MathF.Sin(metre));
            var found = eight.Locate(x, y, arc);
            Assert.That(eight.Advance(arc, found.Arc), Is.EqualTo(metre == 0 ? 0 : 1).Within(0.01f), $"metre {metre}");
            arc = found.Arc;
        }
    }

    [Test]
    public void NearAndAnywhere_DifferAtABridge()
    {
        var eight = TestCircuits.FigureEight();
        // One metre from the other level's centre line, three metres from our own: only the arc tells which road is meant.
        var s = eight.Sample(3);
        var (x, y) = Beside(s, 1);
        var other = eight.Length / 2;
        Assert.That(Math.Abs(eight.Advance(other, eight.Locate(x, y, other).Arc)), Is.LessThan(16));
        Assert.That(Math.Abs(eight.Advance(0, eight.Locate(x, y, 0).Arc)), Is.EqualTo(3).Within(0.01f));
    }

    [Test]
    public void SmallSteps_MoveTheArcWithoutJumps()
    {
        var circuit = TestCircuits.Wavy();
        var last = circuit.Locate(circuit.Sample(0).X, circuit.Sample(0).Y, 0);
        for (var k = 1; k < 20_000; k++)
        {
            var s = circuit.Sample(circuit.Length * k / 20_000);
            var (x, y) = Beside(s, 3 * MathF.Sin(k * 0.002f));
            var now = circuit.Locate(x, y, last.Arc);
            // 0.028 m per step along the line; offsets of 3 m at radii of 12 m change that by less than half.
            Assert.That(circuit.Advance(last.Arc, now.Arc), Is.InRange(0.005f, 0.06f), $"step {k}");
            Assert.That(now.LateralOffset, Is.EqualTo(last.LateralOffset).Within(0.02f));
            last = now;
        }
    }

    [Test]
    public void FarOffTheRoad_TheArcStaysInItsWindow()
    {
        var circuit = TestCircuits.Circle(radius: 50);
        // Half way round lies nearest, but 16 m is all that one call may move.
        var found = circuit.Locate(-1000, 0, nearArc: 10);
        Assert.That(circuit.Advance(10, found.Arc), Is.InRange(14f, 17f));
        Assert.That(float.IsFinite(found.LateralOffset), Is.True);
    }

    [TestCase(300f, 10f, 24.159f)]
    [TestCase(10f, 300f, -24.159f)]
    [TestCase(0f, 157f, 157f)]
    public void Advance_TakesTheShorterWayRound(float from, float to, float expected)
        => Assert.That(TestCircuits.Circle(radius: 50).Advance(from, to), Is.EqualTo(expected).Within(Rounding));

    [Test]
    public void ArcsBeyondTheLength_AreWrapped()
    {
        var circuit = TestCircuits.Wavy();
        var (here, later) = (circuit.Sample(17), circuit.Sample(17 + circuit.Length));
        Assert.That(later.X, Is.EqualTo(here.X).Within(Rounding));
        Assert.That(later.Y, Is.EqualTo(here.Y).Within(Rounding));
        Assert.That(circuit.Sample(17 - 2 * circuit.Length).X, Is.EqualTo(here.X).Within(Rounding));
    }

    [Test]
    public void Widths_RunLinearlyBetweenControlPoints()
    {
        var square = Circuit.FromControlPoints("square", [new(0, 0, 2, 3), new(40, 0, 6, 3), new(40, 40, 2, 3), new(0, 40, 6, 5)]);
        Assert.That(square.Sample(square.Length / 8).LeftWidth, Is.EqualTo(4).Within(Rounding));
        Assert.That(square.Sample(square.Length * 5 / 8).RightWidth, Is.EqualTo(4).Within(Rounding));
    }

    [Test]
    public void Queries_AllocateNothing()
    {
        var circuit = TestCircuits.Wavy();
        var sum = Drive(circuit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += Drive(circuit);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.Zero);

        static float Drive(Circuit circuit)
        {
            var sum = 0f;
            for (var k = 0; k < 100; k++) sum += circuit.Locate(k, k, k).Arc + circuit.Locate(k, -k).Arc + circuit.Sample(k).X + circuit.Advance(k, 3);
            return sum;
        }
    }

    [Test]
    public void Hash_TellsShapesApart()
    {
        Circuit circle = TestCircuits.Circle(), again = TestCircuits.Circle();
        Assert.That(again.Hash, Is.EqualTo(circle.Hash));
        Assert.That(TestCircuits.Circle(left: 4.1).Hash, Is.Not.EqualTo(circle.Hash));
    }

    [Test]
    public void BadControlPoints_AreRefused()
    {
        CircuitPoint a = new(0, 0, 1, 1), b = new(9, 0, 1, 1), c = new(0, 9, 1, 1);
        Assert.Multiple(() =>
        {
            Assert.That(() => Circuit.FromControlPoints("two", [a, b]), Throws.ArgumentException);
            Assert.That(() => Circuit.FromControlPoints("repeated", [a, b, c, a]), Throws.ArgumentException);
            Assert.That(() => Circuit.FromControlPoints("negative", [a, b, c with { LeftWidth = -1 }]), Throws.ArgumentException);
            Assert.That(() => Circuit.FromControlPoints("infinite", [a, b, c with { X = double.NaN }]), Throws.ArgumentException);
        });
    }

    private static (float X, float Y) Beside(CentreLineSample s, float offset)
        => (s.X - offset * MathF.Sin(s.Heading), s.Y + offset * MathF.Cos(s.Heading));

    /// <summary>Distance to the nearest of samples 10 cm apart: at most 1.3 mm more than the distance to the curve itself at 1 m and beyond.</summary>
    private static double BruteForceDistance(Circuit circuit, float x, float y)
    {
        var least = double.MaxValue;
        for (var arc = 0f; arc < circuit.Length; arc += 0.1f)
        {
            var s = circuit.Sample(arc);
            least = Math.Min(least, (s.X - x) * (double)(s.X - x) + (s.Y - y) * (double)(s.Y - y));
        }
        return Math.Sqrt(least);
    }
}
