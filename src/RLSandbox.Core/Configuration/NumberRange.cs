using System.Globalization;

namespace RLSandbox.Core.Configuration;

/// <summary>A number that may be fixed, uniform between two bounds, or one of a few: <c>8</c>, <c>[8, 12]</c>, <c>{ choice: [8, 10, 12] }</c>.</summary>
public sealed class NumberRange : IEquatable<NumberRange>
{
    private readonly float[] _choices;

    private NumberRange(float low, float high, float[] choices)
    {
        Low = low;
        High = high;
        _choices = choices;
    }

    /// <summary>Smallest value that can be drawn.</summary>
    public float Low { get; }

    /// <summary>Largest value that can be drawn.</summary>
    public float High { get; }

    /// <summary>The values to choose from; empty for a fixed number and for bounds.</summary>
    public IReadOnlyList<float> Choices => _choices;

    /// <summary>Whether every draw gives the same value.</summary>
    public bool IsFixed => Low == High;

    /// <summary>Always <paramref name="value"/>.</summary>
    public static NumberRange Fixed(float value) => Uniform(value, value);

    /// <summary>Any value from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentException">A bound is not finite or they are in the wrong order.</exception>
    public static NumberRange Uniform(float low, float high)
    {
        if (!float.IsFinite(low) || !float.IsFinite(high) || low > high) throw new ArgumentException($"[{low}, {high}] is not a range.");
        return new(low, high, []);
    }

    /// <summary>One of <paramref name="values"/>, each as likely as the others.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static NumberRange Choice(params float[] values)
    {
        if (values.Length == 0 || !values.All(float.IsFinite)) throw new ArgumentException("A choice needs at least one finite value.", nameof(values));
        return new(values.Min(), values.Max(), [.. values]);
    }

    /// <summary>Always this value.</summary>
    public static implicit operator NumberRange(float value) => Fixed(value);

    /// <summary>The value that a uniform draw in [0, 1) stands for.</summary>
    public float Draw(float uniform01)
    {
        if (_choices.Length > 0) return _choices[Math.Clamp((int)(uniform01 * _choices.Length), 0, _choices.Length - 1)];
        return Math.Min(Low + (High - Low) * uniform01, High);
    }

    /// <inheritdoc/>
    public bool Equals(NumberRange? other) => other is not null && Low == other.Low && High == other.High && _choices.AsSpan().SequenceEqual(other._choices);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NumberRange);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High, _choices.Length);

    /// <summary>As written in a file.</summary>
    public override string ToString()
    {
        if (_choices.Length > 0) return $"{{ choice: [{string.Join(", ", _choices.Select(Write))}] }}";
        return IsFixed ? Write(Low) : $"[{Write(Low)}, {Write(High)}]";
    }

    private static string Write(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
