namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>How a value goes from one to another.</summary>
internal enum TransitionShape
{
    /// <summary>At once.</summary>
    Step,

    /// <summary>At a constant rate.</summary>
    Linear,

    /// <summary>Half a wave.</summary>
    Sinusoidal,

    /// <summary>3u² − 2u³.</summary>
    Cubic,
}

/// <summary>A value on its way, over seconds or over metres.</summary>
internal sealed class Transition(TransitionShape shape, double from, double to, double total, bool isOverMetres)
{
    private double _passed;

    /// <summary>Where it ends.</summary>
    public double Target => to;

    /// <summary>Whether it has arrived, or something else took its place.</summary>
    public bool IsDone { get; private set; } = total <= 0;

    /// <summary>The value now.</summary>
    public double Value => shape == TransitionShape.Step || _passed >= total ? to : from + (to - from) * Progress(_passed / total);

    /// <summary>Lets seconds and metres pass.</summary>
    public void Advance(double seconds, double metres)
    {
        const double Rounding = 1e-9;
        _passed += isOverMetres ? metres : seconds;
        if (_passed >= total - Rounding) (_passed, IsDone) = (total, true);
    }

    /// <summary>Ends it where it is.</summary>
    public void Cancel() => IsDone = true;

    private double Progress(double u) => shape switch
    {
        TransitionShape.Sinusoidal => (1 - Math.Cos(Math.PI * u)) / 2,
        TransitionShape.Cubic => u * u * (3 - 2 * u),
        _ => u,
    };
}

/// <summary>What a file says about the way from one value to another.</summary>
/// <param name="Dimension">Seconds, metres or units per second.</param>
internal readonly record struct Dynamics(TransitionShape Shape, DynamicsDimension Dimension, double Value)
{
    /// <summary>At once.</summary>
    public static Dynamics AtOnce { get; } = new(TransitionShape.Step, DynamicsDimension.Time, 0);

    /// <summary>Seconds at a largest rate: of half a wave it is π/2 of the mean one, of a cubic 1.5.</summary>
    public double SecondsAtRate(double difference) => Value <= 0 ? 0 : Math.Abs(difference) / Value * (Shape switch
    {
        TransitionShape.Sinusoidal => Math.PI / 2,
        TransitionShape.Cubic => 1.5,
        _ => 1,
    });
}

/// <summary>In what a transition is measured.</summary>
internal enum DynamicsDimension
{
    /// <summary>s.</summary>
    Time,

    /// <summary>m.</summary>
    Distance,

    /// <summary>Per s.</summary>
    Rate,
}
