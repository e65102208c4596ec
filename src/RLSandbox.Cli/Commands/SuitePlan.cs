using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Cli.Commands;

/// <summary>One evaluation that a command wants: which set of a scenario, how many episodes, from which seed.</summary>
/// <param name="Name">As in <c>--suite</c> and in the names of files.</param>
internal sealed record SuitePlan(string Name, EnvironmentRequest Request, int Episodes, ulong Seed)
{
    private const string All = "all", TestName = "test", ValidationName = "validation";

    /// <summary>The circuits of the published results.</summary>
    public static SuitePlan Test(ILoadedScenario scenario, int threads) => Standard(TestName, MapPurpose.Test, scenario, threads);

    /// <summary>The circuits that choose a checkpoint.</summary>
    public static SuitePlan Validation(ILoadedScenario scenario, int threads) => Standard(ValidationName, MapPurpose.Validation, scenario, threads);

    /// <summary>A suite of the scenario.</summary>
    public static SuitePlan Of(NamedSuite suite, int threads) =>
        new(suite.Name, new(MapPurpose.Test, EvaluateSession.EnvironmentsFor(suite.Episodes), threads) { Suite = suite.Name }, suite.Episodes, suite.Seed);

    /// <summary>The sets that a command line names, each once; <c>all</c> stands for the test and every suite.</summary>
    /// <exception cref="UserErrorException">The scenario has no suite of a name.</exception>
    public static IReadOnlyList<SuitePlan> Named(ILoadedScenario scenario, IReadOnlyList<string> names, int threads)
    {
        var known = new[] { Test(scenario, threads) }.Concat(scenario.Suites.Select(suite => Of(suite, threads))).ToList();
        return [.. names.SelectMany(Find).DistinctBy(plan => plan.Name)];

        IEnumerable<SuitePlan> Find(string name) => name switch
        {
            All => known,
            ValidationName => [Validation(scenario, threads)],
            _ => [known.Find(plan => plan.Name == name) ?? throw Unknown(scenario, name, [.. known.Select(plan => plan.Name), ValidationName, All])],
        };
    }

    /// <summary>The same set with other episodes or another seed where they are given.</summary>
    public SuitePlan With(int? episodes, ulong? seed) => this with
    {
        Episodes = episodes ?? Episodes,
        Seed = seed ?? Seed,
        Request = Request with { Environments = EvaluateSession.EnvironmentsFor(episodes ?? Episodes) },
    };

    /// <summary>The episodes, ready to be played; the caller disposes them before the scenario.</summary>
    public EvaluationSuite Build(ILoadedScenario scenario) => new(Name, () => scenario.Build(Request), Episodes, Seed);

    private static SuitePlan Standard(string name, MapPurpose maps, ILoadedScenario scenario, int threads) =>
        new(name, new(maps, EvaluateSession.EnvironmentsFor(scenario.EvaluationEpisodes), threads), scenario.EvaluationEpisodes, TrainSession.EvaluationSeed);

    private static UserErrorException Unknown(ILoadedScenario scenario, string name, IReadOnlyList<string> known)
    {
        var nearest = NearestName.Of(name, known);
        return new($"--suite {name}: {scenario.Name} has no such suite; {(nearest is null ? "" : $"did you mean '{nearest}'? ")}It has {string.Join(", ", known)}. A run keeps the suites it was started with; --scenario FILE takes those of a file.");
    }
}
