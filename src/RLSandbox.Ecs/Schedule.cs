using RLSandbox.Core.Threading;

namespace RLSandbox.Ecs;

/// <summary>The systems of a step in their order, with blocks that repeat.</summary>
/// <remarks>A worker takes a chunk of whole environments through the whole list, repeats included, and then the next chunk: its columns stay in the cache.</remarks>
public sealed class Schedule
{
    private readonly List<Entry> _entries = [];
    private readonly ChunkWork _work = new();

    /// <summary>Appends a system.</summary>
    public Schedule Add(ISystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _entries.Add(new(system, null, 1));
        return this;
    }

    /// <summary>Appends a system that only some worlds need.</summary>
    public Schedule AddIf(bool isNeeded, Func<ISystem> system) => isNeeded ? Add(system()) : this;

    /// <summary>Appends a block that runs <paramref name="times"/> times in a row, such as the physics steps of one action.</summary>
    public Schedule Repeat(int times, Action<Schedule> block)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var inner = new Schedule();
        block(inner);
        _entries.Add(new(null, inner, times));
        return this;
    }

    /// <summary>Runs the list once over every environment, in chunks shared among the threads of <paramref name="pool"/>. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The pool is running already.</exception>
    public void Run(World world, WorkerPool pool, in StepContext step) => Run(world, pool, step, 0, world.EnvironmentCount);

    /// <summary>Runs the list once over some environments.</summary>
    /// <inheritdoc cref="Run(World, WorkerPool, in StepContext)"/>
    public void Run(World world, WorkerPool pool, in StepContext step, int firstEnvironment, int environmentCount)
    {
        _work.Prepare(this, world, pool.Threads, step, firstEnvironment, environmentCount);
        pool.Run(_work, _work.Count);
    }

    /// <summary>Runs the list once over one chunk on the calling thread.</summary>
    public void Run(Chunk chunk, in StepContext step)
    {
        foreach (var entry in _entries)
        {
            if (entry.System is not null)
            {
                entry.System.Run(step, chunk);
                continue;
            }
            for (var repetition = 0; repetition < entry.Times; repetition++)
                entry.Block!.Run(chunk, step with { Repetition = step.Repetition * entry.Times + repetition });
        }
    }

    private readonly record struct Entry(ISystem? System, Schedule? Block, int Times);

    /// <summary>One run over all chunks; kept and refilled, so that a step allocates nothing.</summary>
    private sealed class ChunkWork : IParallelWork
    {
        private Schedule? _schedule;
        private World? _world;
        private StepContext _step;
        private int[] _starts = [];                                          // of the chunks, and the end of the last
        private int _threads, _first, _end, _firstChunk;

        /// <summary>Pieces of the run.</summary>
        public int Count { get; private set; }

        public void Prepare(Schedule schedule, World world, int threads, in StepContext step, int first, int count)
        {
            if (world != _world || threads != _threads) _starts = world.ChunkStarts(threads);
            (_schedule, _world, _threads, _step, _first, _end) = (schedule, world, threads, step, first, first + count);
            for (_firstChunk = 0; _starts[_firstChunk + 1] <= first;) _firstChunk++;
            for (Count = 0; _firstChunk + Count < _starts.Length - 1 && _starts[_firstChunk + Count] < _end;) Count++;
        }

        /// <summary>A chunk, or what of it belongs to the part.</summary>
        public void Run(int index)
        {
            var (start, end) = (Math.Max(_starts[_firstChunk + index], _first), Math.Min(_starts[_firstChunk + index + 1], _end));
            _schedule!.Run(_world!.Chunk(start, end - start), _step);
        }
    }
}
