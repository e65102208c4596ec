namespace RLSandbox.Core.Contract;

/// <summary>An environment that can step a part of its copies while somebody else works on the actions of the others.</summary>
/// <remarks>
/// The parts of a step come in ascending order and together make the whole: then everything is as after one <see cref="IEnvironment.Step"/>, to the bit. In between,
/// the columns hold this step for the rows that have taken it and the last one for the others; <see cref="IEnvironment.FinalRows"/> lists those of the part alone.
/// </remarks>
public interface IDivisibleEnvironment : IEnvironment
{
    /// <summary>Applies one action to each row of some environments, and writes their next observations.</summary>
    /// <param name="actions">[R]; rows of other environments are not looked at, but are valid.</param>
    /// <param name="target">Of all rows; those of other environments are not written. Null writes to <see cref="IEnvironment.Observations"/>.</param>
    /// <param name="first">Where the last part ended; 0 begins a step.</param>
    /// <param name="count">Environments, at least one.</param>
    /// <exception cref="InvalidOperationException">The part is not the next one.</exception>
    void StepPart(ActionBuffer actions, ObservationTarget? target, int first, int count);
}

/// <summary>Keeps the order of the parts of a step.</summary>
/// <param name="environments">N.</param>
public sealed class PartOrder(int environments)
{
    private int _next;

    /// <summary>Whether a step is under way, of which some parts are missing.</summary>
    public bool IsUnderWay => _next > 0;

    /// <summary>Takes note of a part.</summary>
    /// <returns>Whether it was the last one of its step.</returns>
    /// <exception cref="InvalidOperationException">It is not the next one.</exception>
    public bool Take(int first, int count)
    {
        if (first != _next || count < 1 || count > environments - first)
            throw new InvalidOperationException($"Environments {first} … {first + count - 1} cannot step now: expected a part that begins at {_next}, of at most {environments - _next}.");
        _next = (first + count) % environments;
        return _next == 0;
    }

    /// <summary>Forgets a step that is under way.</summary>
    public void Restart() => _next = 0;
}
