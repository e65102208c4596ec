using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Sensors;

/// <summary>The section <c>state</c> of a scenario: which numbers a policy gets beside its pictures.</summary>
public sealed record StateConfig
{
    private static readonly string[] FeatureNames = [.. Enum.GetNames<StateFeature>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];
    private static readonly string[] SpacingNames = ["metres", "seconds"];

    /// <summary>What is written, in this order, each at most once.</summary>
    public IReadOnlyList<StateFeature> Features { get; init; } = [StateFeature.Speed, StateFeature.Steering, StateFeature.YawRate];

    /// <summary>Points of <see cref="StateFeature.LookAhead"/>.</summary>
    public int LookAheadPoints { get; init; } = 8;

    /// <summary>From one point to the next along the centre line: metres, or seconds at the present speed (<see cref="SpacingInSeconds"/>).</summary>
    public float LookAheadSpacing { get; init; } = 5f;

    /// <summary>Whether <see cref="LookAheadSpacing"/> is a time: the faster the car, the farther it looks.</summary>
    public bool SpacingInSeconds { get; init; }

    /// <summary>Numbers in one row.</summary>
    public int FeatureCount => Features.Sum(feature => feature == StateFeature.LookAhead ? 2 * LookAheadPoints : 1);

    /// <summary>Reads the section; every key may be left out.</summary>
    public static StateConfig Bind(SectionReader reader)
    {
        var standard = new StateConfig();
        var names = reader.Texts("features", [.. standard.Features.Select(feature => FeatureNames[(int)feature])],
            "Numbers in this order, each about -1 to 1.", FeatureNames);
        if (names.Count == 0) reader.Reject("features", "expected at least one feature, found none", "name one, or leave the section out");
        if (names.Distinct().Count() < names.Count) reader.Reject("features", "a feature is listed twice", "name each one once");
        var look = reader.Section("lookAhead", "Points of the centre line, where the feature lookAhead is listed.", shown: names.Contains("lookAhead"));
        return new()
        {
            Features = [.. names.Select(name => (StateFeature)Array.IndexOf(FeatureNames, name))],
            LookAheadPoints = look.Integer("points", standard.LookAheadPoints, "Number of points.", 1, 256),
            LookAheadSpacing = look.Number("spacing", standard.LookAheadSpacing, "From one point to the next along the centre line.", 0.01f, 1000f),
            SpacingInSeconds = look.Choice("unit", SpacingNames[standard.SpacingInSeconds ? 1 : 0], SpacingNames,
                "Unit of the spacing; seconds are multiplied by the present speed, by 2 m/s at least.") == SpacingNames[1],
        };
    }

    /// <inheritdoc/>
    public bool Equals(StateConfig? other) => other is not null && Features.SequenceEqual(other.Features)
        && (LookAheadPoints, LookAheadSpacing, SpacingInSeconds) == (other.LookAheadPoints, other.LookAheadSpacing, other.SpacingInSeconds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Features.Count, LookAheadPoints, LookAheadSpacing, SpacingInSeconds);
}
