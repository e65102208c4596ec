namespace RLSandbox.Ecs;

/// <summary>What every system of a step may know beside its columns.</summary>
/// <param name="Dt">Simulated seconds that one run of a moving system covers.</param>
/// <param name="StepIndex">Environment steps since the batch was reset; with <see cref="Repetition"/> it counts random draws.</param>
/// <param name="Seed">Seed of the batch, first part of every random key.</param>
public readonly record struct StepContext(float Dt, long StepIndex, ulong Seed)
{
    /// <summary>0, 1, 2 … inside a repeat block of a <see cref="Schedule"/> (nested blocks count through); 0 outside.</summary>
    public int Repetition { get; init; }
}
