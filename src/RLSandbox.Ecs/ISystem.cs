namespace RLSandbox.Ecs;

/// <summary>One rule of the simulation: reads some columns and updates others.</summary>
/// <remarks>
/// Holds no state between steps. Runs on several threads at once, each with a chunk of its own: a system touches only the rows
/// of its chunk and memory that belongs to those rows, so that results never depend on chunk size or thread count. Allocates nothing.
/// </remarks>
public interface ISystem
{
    /// <summary>Applies the rule to the whole environments of <paramref name="chunk"/>.</summary>
    void Run(in StepContext step, Chunk chunk);
}
