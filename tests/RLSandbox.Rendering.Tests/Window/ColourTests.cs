using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Window;

/// <summary>Whoever sees no difference between red and green still tells what a colour means.</summary>
public sealed class ColourTests
{
    /// <summary>ΔE of CIE 1976 at which two colours side by side are told apart at a glance.</summary>
    private const double Least = 15;

    private static readonly (string Name, SKColor Colour)[] Classes =
    [
        ("grass", Theme.Grass), ("road", Theme.Road), ("kerb red", Theme.KerbRed), ("edge line", Theme.EdgeLine), ("start black", Theme.StartBlack), ("obstacle", Theme.Obstacle), ("ego", Theme.Ego),
        ("sidewalk", Theme.Sidewalk), ("yellow line", Theme.YellowLine), ("building", Theme.Building),
    ];

    private static readonly (string Name, SKColor Colour)[] Terms = [.. Enumerable.Range(0, 9).Select(term => ($"term {term}", Theme.Term(term))), ("card", Theme.Card), ("sum", Theme.Text)];

    private static readonly (string Name, SKColor Colour)[] Signs = [("good", Theme.Good), ("bad", Theme.Bad), ("accent", Theme.Accent), ("groove", Theme.Groove), ("text", Theme.Text)];

    private static IEnumerable<(string, SKColor)[]> Sets() => [Classes, Terms, Signs];

    [TestCaseSource(nameof(Sets))]
    public void ColoursOfASet_StayApart_WithoutGreenCones((string Name, SKColor Colour)[] set)
    {
        var close = new List<string>();
        for (var i = 0; i < set.Length; i++)
            for (var j = i + 1; j < set.Length; j++)
                if (Difference(Deuteranopia(set[i].Colour), Deuteranopia(set[j].Colour)) is var difference && difference < Least)
                    close.Add(FormattableString.Invariant($"{set[i].Name} and {set[j].Name}: {difference:0.0}"));
        Assert.That(close, Is.Empty);
    }

    [Test]
    public void Simulation_MergesWhatSuchEyesMerge_AndKeepsGrays()
    {
        // Red (200, 60, 60) and the green of the same yellow-blue response are far apart for most eyes and near for a deuteranope's.
        SKColor red = new(190, 90, 60), green = new(120, 130, 60);
        Assert.That(Difference(Linear(red), Linear(green)), Is.GreaterThan(50));
        Assert.That(Difference(Deuteranopia(red), Deuteranopia(green)), Is.LessThan(15));
        Assert.That(Difference(Deuteranopia(new(128, 128, 128)), Linear(new(128, 128, 128))), Is.LessThan(0.5));
    }

    /// <summary>Linear RGB without green cones, after Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009, severity 1.</summary>
    private static double[] Deuteranopia(SKColor colour)
    {
        var c = Linear(colour);
        return
        [
            0.367322 * c[0] + 0.860646 * c[1] - 0.227968 * c[2],
            0.280085 * c[0] + 0.672501 * c[1] + 0.047413 * c[2],
            -0.011820 * c[0] + 0.042940 * c[1] + 0.968881 * c[2],
        ];
    }

    private static double[] Linear(SKColor colour)
    {
        static double Channel(byte value) => value / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        return [Channel(colour.Red), Channel(colour.Green), Channel(colour.Blue)];
    }

    /// <summary>Distance in CIE L*a*b* of two colours in linear sRGB, D65.</summary>
    private static double Difference(double[] a, double[] b)
    {
        var (la, lb) = (Lab(a), Lab(b));
        return Math.Sqrt(la.Zip(lb, (x, y) => (x - y) * (x - y)).Sum());
    }

    private static double[] Lab(double[] rgb)
    {
        double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
        double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
        double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        return [116 * F(y) - 16, 500 * (F(x) - F(y)), 200 * (F(y) - F(z))];
    }
}
