using RLSandbox.Core.Mathematics;
using RLSandbox.Core.Threading;

namespace RLSandbox.Ecs.Tests;

/// <summary>Particles that are emitted at random, fly, bounce between walls and burn out: small, but with births, deaths, slots used again and references between entities.</summary>
internal sealed class ParticleWorld : IDisposable
{
    public const int Capacity = 6;

    private const float StepSeconds = 0.1f;
    private const int MovesPerStep = 3;

    private readonly Schedule _schedule = new Schedule()
        .Add(new EmitSystem())
        .Repeat(MovesPerStep, moves => moves.Add(new MoveSystem()))
        .Add(new BurnOutSystem());

    private readonly WorkerPool _pool;
    private readonly ulong _seed;
    private readonly int _firstEnvironment;
    private long _step;

    /// <param name="firstEnvironment">Index that environment 0 draws its random numbers with.</param>
    /// <param name="chunk">Environments per chunk; 0 chooses by cache and threads.</param>
    public ParticleWorld(int environments, ulong seed = 1, int firstEnvironment = 0, int threads = 1, int chunk = 0)
    {
        var builder = new WorldBuilder(environments)
            .FixedTable<Emitter>(1, columns => columns.Column<EmitterState>())
            .Table<Particle>(Capacity, columns => columns.Column<Position>().Column<Velocity>().Column<Fuel>().Column<Travel>(hashed: false, saved: false));
        if (chunk > 0) builder.Chunks(chunk);
        World = builder.Build();
        _pool = new(threads);
        _seed = seed;
        _firstEnvironment = firstEnvironment;
        for (var environment = 0; environment < environments; environment++) Reset(environment, episode: 0);
    }

    public World World { get; }

    public void Reset(int environment, int episode)
    {
        World.Clear(environment);
        World.Table<Emitter>().Column<EmitterState>()[environment] = new(_firstEnvironment + environment, episode, default);
    }

    public ParticleWorld Run(int steps)
    {
        for (var i = 0; i < steps; i++) _schedule.Run(World, _pool, new(StepSeconds, _step++, _seed));
        return this;
    }

    /// <summary>Continues from a saved world at a step.</summary>
    public void Load(Stream stream, long step)
    {
        World.Load(stream);
        _step = step;
    }

    public void Dispose()
    {
        _pool.Dispose();
        World.Dispose();
    }

    public struct Emitter : IArchetype;

    public struct Particle : IArchetype;

    /// <summary>The index is kept in a column so that a batch of one can be any environment of a larger batch.</summary>
    public record struct EmitterState(int Index, int Episode, Entity Newest);

    public record struct Position(float X, float Y);

    public record struct Velocity(float X, float Y);

    public record struct Fuel(int Steps);

    public record struct Travel(float Metres);

    private sealed class EmitSystem : ISystem
    {
        private static readonly uint Purpose = RandomPurpose.Of("emit");

        public void Run(in StepContext step, Chunk chunk)
        {
            var emitters = chunk.Table<Emitter>().Column<EmitterState>();
            var particles = chunk.Table<Particle>();
            var velocity = particles.Column<Velocity>();
            var fuel = particles.Column<Fuel>();
            for (var environment = 0; environment < chunk.EnvironmentCount; environment++)
            {
                ref var emitter = ref emitters[environment];
                var key = new RandomKey(step.Seed, (uint)emitter.Index, (uint)emitter.Episode, Purpose);
                var now = (uint)step.StepIndex;
                if (particles.AliveCounts[environment] == Capacity || key.Uniform(0, now, 0) < 0.5f) continue;

                emitter.Newest = particles.Spawn(environment);
                var row = particles.RowOf(environment, emitter.Newest.Slot);
                velocity[row] = new(key.Uniform(-1f, 1f, 0, now, 1), key.Uniform(-1f, 1f, 0, now, 2));
                fuel[row] = new(1 + key.Integer(12, 0, now, 3));
            }
        }
    }

    private sealed class MoveSystem : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            var particles = chunk.Table<Particle>();
            var position = particles.Column<Position>();
            var velocity = particles.Column<Velocity>();
            var travel = particles.Column<Travel>();
            for (var row = 0; row < particles.RowCount; row++)
            {
                ref var v = ref velocity[row];
                ref var p = ref position[row];
                p = new(p.X + v.X * step.Dt, p.Y + v.Y * step.Dt);
                if (MathF.Abs(p.X) > 0.5f) v.X = -v.X;
                if (MathF.Abs(p.Y) > 0.5f) v.Y = -v.Y;
                travel[row].Metres += MathF.Sqrt(v.X * v.X + v.Y * v.Y) * step.Dt;
            }
        }
    }

    private sealed class BurnOutSystem : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            var particles = chunk.Table<Particle>();
            var fuel = particles.Column<Fuel>();
            foreach (var row in particles.AliveRows)
                if (--fuel[row].Steps == 0) particles.Despawn(row / Capacity, row % Capacity);
        }
    }
}
