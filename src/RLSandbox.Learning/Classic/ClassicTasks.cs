using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Classic;

/// <summary>The classic control tasks and the tiny worlds by name: known tasks with known results, to check a learner with.</summary>
public static class ClassicTasks
{
    /// <summary>Stream of the episodes that a learner learns from.</summary>
    public const string Training = "training";

    private static readonly IReadOnlyDictionary<string, Entry> Entries = new Dictionary<string, Entry>(StringComparer.Ordinal)
    {
        ["cartpole"] = new(CartPoleEnvironment.Create, "Balance a pole on a cart for 500 steps; return 500 at best."),
        ["mountain-car"] = new(MountainCarEnvironment.Create, "Rock a weak car out of a valley; -1 per step, 200 steps at most."),
        ["acrobot"] = new(AcrobotEnvironment.Create, "Swing a two-link arm above the bar; -1 per step, 500 steps at most."),
        ["pendulum"] = new(PendulumEnvironment.Create, "Swing a pendulum up and hold it there with a weak motor; continuous torque."),
        ["bandit"] = new((count, stream) => BanditEnvironment.Create(count, stream, [0.2f, 0.8f, 0.5f]), "Three arms, one pull; 0.8 at best."),
        ["identity"] = new((count, stream) => IdentityEnvironment.Discrete(count, stream: stream), "Say which of four symbols you see, eight times; 8 at best."),
        ["corridor"] = new((count, stream) => CorridorEnvironment.Create(count, stream: stream), "Walk past the near door that pays 0.1 to the far one that pays 1."),
        ["endless-reward"] = new((count, stream) => EndlessRewardEnvironment.Create(count, terminates: false, stream: stream), "1 per step whatever is done, cut off after 10: worth 1 / (1 - discount)."),
        ["memory"] = new((count, stream) => MemoryEnvironment.Create(count, stream: stream), "Say at the end which of four symbols was shown at the start; needs memory."),
        ["pair"] = new(PairEnvironment.Create, "Two agents, each rings in the last step of its own fuse; 0.67 at best."),
    };

    private delegate IEnvironment Maker(int environmentCount, string stream);

    /// <summary>Names in the order in which lists show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys];

    /// <summary>One line about a task, for lists.</summary>
    public static string Describe(string name) => Find(name).Description;

    /// <summary>A batch of the task called <paramref name="name"/>.</summary>
    /// <param name="stream">Episodes of different streams, such as <see cref="Training"/> and <c>test</c>, have nothing in common, whatever their seeds.</param>
    /// <exception cref="UserErrorException">There is no such task.</exception>
    public static IEnvironment Create(string name, int environmentCount, string stream = Training)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(environmentCount, 1);
        return Find(name).Make(environmentCount, stream);
    }

    private static Entry Find(string name)
    {
        if (Entries.TryGetValue(name, out var entry)) return entry;
        var hint = NearestName.Of(name, Names) is { } nearest ? $"did you mean '{nearest}'?" : $"Expected one of {string.Join(", ", Names)}.";
        throw new UserErrorException($"There is no task '{name}'; {hint}");
    }

    private sealed record Entry(Maker Make, string Description);
}
