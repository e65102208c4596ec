using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>What one town has everywhere, drawn once.</summary>
internal sealed record TownStyle
{
    /// <summary>Smallest radius of the middle of any lane, m: what every car can drive with some room.</summary>
    public const double SmallestRadius = 5.5;

    /// <summary>1/m; turns in junctions that come out sharper are drawn again.</summary>
    public const double SharpestTurn = 1 / 5.2;

    /// <summary>m/s in parking lots and at tollgates.</summary>
    public const double WalkingPace = 4;

    /// <summary>The ranges that the rest is drawn from.</summary>
    public required TownConfig Config { get; init; }

    /// <summary>m.</summary>
    public required double LaneWidth { get; init; }

    /// <summary>Each way, where the town begins.</summary>
    public required int Lanes { get; init; }

    /// <summary>m/s.</summary>
    public required double Speed { get; init; }

    /// <summary>m; 0 for none.</summary>
    public required double Sidewalk { get; init; }

    /// <summary>What is painted between the directions.</summary>
    public required Marking Centre { get; init; }

    /// <summary>Of right turns at junctions, m.</summary>
    public required double TurnRadius { get; init; }

    /// <summary>Draws all of it.</summary>
    public static TownStyle Draw(Draws draws, TownConfig config) => new()
    {
        Config = config,
        LaneWidth = Hundredths(config.LaneWidthMetres.Draw(draws.Uniform())),
        Lanes = Whole(config.LanesPerDirection, draws),
        Speed = Hundredths(config.SpeedLimitMps.Draw(draws.Uniform())),
        Sidewalk = Hundredths(config.SidewalkMetres.Draw(draws.Uniform())),
        TurnRadius = config.TurnRadiusMetres.Draw(draws.Uniform()),
        Centre = draws.Below(3) switch
        {
            0 => new(0, MarkingKind.SolidSolid, MarkingColour.Yellow),
            1 => new(0, MarkingKind.Broken, MarkingColour.Yellow),
            _ => new(0, MarkingKind.Solid, MarkingColour.White),
        },
    };

    /// <summary>A whole number of a range, each as likely as the others.</summary>
    public static int Whole(NumberRange range, Draws draws)
    {
        var uniform = draws.Uniform();
        if (range.Choices.Count > 0) return (int)Math.Round(range.Draw(uniform));
        double low = Math.Ceiling(range.Low), high = Math.Floor(range.High);
        return (int)(high < low ? Math.Round(range.Low) : Math.Min(high, low + Math.Floor(uniform * (high - low + 1))));
    }

    /// <summary>The radius of a centre line such that the inner lane of so many bends no tighter than it may, and its sidewalk keeps a radius, too.</summary>
    public double RoadRadius(double wanted, int lanes) => Math.Max(wanted, Math.Max((lanes - 0.5) * LaneWidth + SmallestRadius, lanes * LaneWidth + Sidewalk + 1));

    private static double Hundredths(double value) => Math.Round(value * 100) / 100;
}
