using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Cli.Commands;

/// <summary>A policy with the driving episodes it is to be watched in: those of the test, of a suite, or on a map of the caller's.</summary>
internal sealed class TestDrive : IDisposable
{
    private readonly ILoadedScenario _scenario;
    private readonly EvaluationSuite _suite;
    private readonly PolicyChoice _choice;

    private TestDrive(ILoadedScenario scenario, EvaluationSuite suite, DrivingEnvironment environment, PolicyChoice choice)
    {
        (_scenario, _suite, Environment, _choice) = (scenario, suite, environment, choice);
        Policy = PolicyAnew();
    }

    /// <summary>What is driven in: as many copies as an evaluation of the episodes has.</summary>
    public DrivingEnvironment Environment { get; }

    /// <summary>Who drives.</summary>
    public IPolicy Policy { get; }

    /// <summary>The same once more, to play the same episodes again; the caller disposes it.</summary>
    public IPolicy PolicyAnew() => _choice.Create(Environment, Seed);

    /// <summary>Of the episodes.</summary>
    public ulong Seed => _suite.Seed;

    /// <summary>How many.</summary>
    public int Episodes => _suite.Episodes;

    /// <summary>Name of the suite: test, where none was asked for.</summary>
    public string Suite => _suite.Name;

    /// <summary>Builds all of it; the caller disposes it.</summary>
    /// <param name="scenarioFile">Null: the policy's own.</param>
    /// <param name="suite">Null: the test.</param>
    /// <param name="map">Null: the maps of the suite.</param>
    /// <param name="episodes">Null: as the suite says.</param>
    /// <param name="seed">Null: as the suite says.</param>
    /// <exception cref="UserErrorException">The scenario is no driving task, or something else does not fit.</exception>
    public static TestDrive Open(PolicyChoice choice, string? scenarioFile, string? suite, string? map, int? episodes, ulong? seed, int threads)
    {
        if (map is not null && suite is not null) throw new UserErrorException("--map and --suite: a suite has maps of its own. Leave one of the two options out.");
        var scenario = choice.LoadScenario(scenarioFile);
        EvaluationSuite? built = null;
        try
        {
            var plan = (suite is null ? SuitePlan.Test(scenario, threads) : One(SuitePlan.Named(scenario, [suite], threads), suite)).With(episodes, seed);
            built = (plan with { Request = plan.Request with { MapFiles = map is null ? [] : [map] } }).Build(scenario);
            if (built.Environment is not DrivingEnvironment driving) throw new UserErrorException($"{scenario.Name} is not a driving task: there is nothing to draw.");
            return new(scenario, built, driving, choice);
        }
        catch
        {
            built?.Dispose();
            scenario.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        _suite.Dispose();
        _scenario.Dispose();
    }

    private static SuitePlan One(IReadOnlyList<SuitePlan> plans, string name) => plans.Count == 1 ? plans[0] : throw new UserErrorException($"--suite {name}: expected the name of one suite. Choose among {string.Join(", ", plans.Select(plan => plan.Name))}.");
}
