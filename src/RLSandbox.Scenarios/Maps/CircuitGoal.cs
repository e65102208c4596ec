using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Maps;

/// <summary>The numbers that one generated circuit is to have, all drawn before its shape so that hard ones are not rarer.</summary>
/// <param name="Length">m.</param>
/// <param name="SmallestRadius">Of the centre line, m.</param>
/// <param name="NarrowWidth">Least distance between the edges, m.</param>
/// <param name="WideWidth">Largest distance between the edges, m.</param>
internal readonly record struct CircuitGoal(float Length, float SmallestRadius, float NarrowWidth, float WideWidth)
{
    private const float ConstantWidthShare = 0.5f;

    /// <summary>Relative; the spline's length is that close to the wanted one, so wanted ones keep this far from the ends of a range.</summary>
    private const float LengthSlack = 0.002f;

    /// <summary>Draws from the ranges; the width is limited to what the drawn radius allows.</summary>
    public static CircuitGoal Draw(Draws draws, GeneratorConfig config)
    {
        var lengths = config.LengthMetres;
        var slack = Math.Min(LengthSlack * lengths.High, (lengths.High - lengths.Low) / 2);
        var length = Math.Clamp(lengths.Draw(draws.Uniform()), lengths.Low + slack, lengths.High - slack);
        var perWidth = GeneratorConfig.RadiusPerHalfWidth / 2;
        var radius = Math.Max(config.RadiusMetres.Draw(draws.Uniform()), perWidth * config.WidthMetres.Low);
        float one = Width(), other = draws.Chance(ConstantWidthShare) ? one : Width();
        return new(length, radius, Math.Min(one, other), Math.Max(one, other));

        float Width() => Math.Min(config.WidthMetres.Draw(draws.Uniform()), radius / perWidth);
    }

    /// <summary>Whether the finished circuit, as its arc-length table has it, has the wanted length and no bend tighter than the range allows.</summary>
    public bool IsMetBy(Circuit circuit, GeneratorConfig config)
        => Math.Abs(circuit.Length - Length) <= LengthSlack * Length
            && circuit.SmallestRadius >= config.RadiusMetres.Low && circuit.SmallestRadius > CircuitShape.LargestSideShare * WideWidth;

    /// <summary>For messages.</summary>
    public override string ToString() => FormattableString.Invariant($"{Length:0} m with bends from {SmallestRadius:0.#} m, {WideWidth:0.#} m wide");
}
