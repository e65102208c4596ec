using SkiaSharp;

namespace RLSandbox.Rendering;

/// <summary>Every colour of every picture.</summary>
public static class Theme
{
    /// <summary>Grass, in squares of two shades so that motion shows.</summary>
    public static readonly SKColor Grass = new(62, 96, 58), GrassDark = new(57, 90, 54);

    /// <summary>Asphalt.</summary>
    public static readonly SKColor Road = new(72, 75, 82);

    /// <summary>The two stripes of a kerb.</summary>
    public static readonly SKColor KerbRed = new(196, 62, 52), KerbWhite = new(232, 228, 222);

    /// <summary>White lines along both edges.</summary>
    public static readonly SKColor EdgeLine = new(236, 236, 230);

    /// <summary>Dashes along the centre line: guidance for the viewer, not part of the map.</summary>
    public static readonly SKColor CentreDash = new(106, 109, 116);

    /// <summary>The two fields of the start line.</summary>
    public static readonly SKColor StartWhite = new(245, 245, 245), StartBlack = new(24, 24, 26);

    /// <summary>Obstacle and its stripes.</summary>
    public static readonly SKColor Obstacle = new(240, 130, 38), ObstacleStripe = new(250, 236, 216);

    /// <summary>Ground and paint that only road maps have.</summary>
    public static readonly SKColor Sidewalk = new(150, 146, 138), SideStrip = new(92, 94, 100), KerbStone = new(176, 172, 164), YellowLine = new(240, 196, 40), StopLine = new(250, 120, 110), Building = new(142, 114, 78);

    /// <summary>Tints of lanes that are not for cars in general, and of ramps.</summary>
    public static readonly SKColor BusLane = new(196, 96, 72), BikeLane = new(64, 150, 110), ParkingLane = new(72, 112, 190), Rail = new(120, 90, 60), Ramp = new(120, 100, 160);

    /// <summary>Driving directions on lanes.</summary>
    public static readonly SKColor Arrow = new(168, 206, 255);

    /// <summary>The first vehicle.</summary>
    public static readonly SKColor Ego = new(46, 134, 240);

    /// <summary>Bodies of the other vehicles, in turn.</summary>
    public static readonly IReadOnlyList<SKColor> Others = [new(232, 76, 61), new(241, 196, 15), new(155, 89, 182), new(26, 188, 156), new(230, 230, 235)];

    /// <summary>Road users of a recorded scene.</summary>
    public static readonly SKColor Recorded = new(170, 176, 186);

    /// <summary>Glass, tyres, lamps and the shadow below a car.</summary>
    public static readonly SKColor Glass = new(22, 30, 42), Tyre = new(20, 20, 22), HeadLamp = new(255, 248, 210), TailLamp = new(120, 24, 24), BrakeLamp = new(255, 48, 40), Shadow = new(0, 0, 0, 70);

    /// <summary>Background of panels, cards on it, and empty bars on cards.</summary>
    public static readonly SKColor Panel = new(17, 20, 27), Card = new(27, 32, 42), Groove = new(43, 50, 64);

    /// <summary>Card over the view from above.</summary>
    public static readonly SKColor Overlay = new(17, 20, 27, 205);

    /// <summary>Text, second-rank text, and lines of plots.</summary>
    public static readonly SKColor Text = new(232, 237, 245), TextDim = new(143, 153, 170), Rule = new(60, 68, 84);

    /// <summary>Emphasis, success, failure.</summary>
    public static readonly SKColor Accent = new(74, 168, 255), Good = new(72, 201, 120), Bad = new(240, 86, 78);

    private static readonly SKColor[] TermColours = [new(86, 180, 233), new(230, 159, 0), new(0, 114, 178), new(240, 228, 66), new(213, 94, 0), new(204, 121, 167), new(120, 72, 40), new(150, 200, 150), new(100, 60, 200)];

    /// <summary>Colours of reward terms, in turn: the first six after Okabe and Ito (2008), the others as far from them; all stay apart for eyes that see no green.</summary>
    public static SKColor Term(int term) => TermColours[term % TermColours.Length];

    private static readonly SKColor[] SpeedStops = [new(68, 92, 230), new(38, 178, 196), new(120, 208, 92), new(250, 216, 70), new(255, 128, 48)];

    /// <summary>Colour of a speed as a share of the top speed, clamped to 0 … 1: blue, teal, green, yellow, orange.</summary>
    public static SKColor Speed(float share)
    {
        var position = Math.Clamp(float.IsNaN(share) ? 0 : share, 0, 1) * (SpeedStops.Length - 1);
        var index = Math.Min((int)position, SpeedStops.Length - 2);
        return Mix(SpeedStops[index], SpeedStops[index + 1], position - index);
    }

    /// <summary>Between two colours, <paramref name="share"/> of the way to <paramref name="b"/>.</summary>
    public static SKColor Mix(SKColor a, SKColor b, float share)
    {
        byte Channel(byte from, byte to) => (byte)(from + (to - from) * share + 0.5f);
        return new(Channel(a.Red, b.Red), Channel(a.Green, b.Green), Channel(a.Blue, b.Blue), Channel(a.Alpha, b.Alpha));
    }
}
