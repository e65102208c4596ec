namespace RLSandbox.Ecs;

/// <summary>Some whole environments of a world, next to one another: the unit of work that one thread takes through a schedule.</summary>
public readonly struct Chunk
{
    private readonly World _world;

    internal Chunk(World world, int firstEnvironment, int environmentCount)
    {
        _world = world;
        FirstEnvironment = firstEnvironment;
        EnvironmentCount = environmentCount;
    }

    /// <summary>Index in the batch of the first environment.</summary>
    public int FirstEnvironment { get; }

    /// <summary>Environments in this chunk.</summary>
    public int EnvironmentCount { get; }

    /// <summary>The environments behind these, at most as many: what the thread is likely to take next. Empty behind the last.</summary>
    public Chunk Following => new(_world, FirstEnvironment + EnvironmentCount, Math.Min(EnvironmentCount, _world.EnvironmentCount - FirstEnvironment - EnvironmentCount));

    /// <summary>The rows of one archetype in these environments.</summary>
    /// <exception cref="ArgumentException">The world has no such table.</exception>
    public TableSlice Table<TArchetype>() where TArchetype : struct, IArchetype => new(_world.Table<TArchetype>(), FirstEnvironment, EnvironmentCount);

    /// <summary>Empties every table of one environment of this chunk: what a reset begins with.</summary>
    /// <param name="environment">Counted from the start of the chunk.</param>
    public void Clear(int environment)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)environment, (uint)EnvironmentCount, nameof(environment));
        _world.Clear(FirstEnvironment + environment);
    }
}
