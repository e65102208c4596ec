using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>The policy that a command line names: a run, a checkpoint, 'random' or a scripted driver, and the scenario that goes with it.</summary>
internal sealed class PolicyChoice
{
    /// <summary>For the help of every command that takes one.</summary>
    public const string Description = "Name or folder of a run, a checkpoint folder, 'random', or a scripted driver such as 'pure-pursuit'.";

    private const string RandomName = "random";

    private readonly Services _services;
    private readonly string _name;
    private readonly string? _checkpoint;
    private readonly string _device;

    /// <summary>Looks for the policy without loading it.</summary>
    /// <param name="runs">Folder in which run folders lie.</param>
    /// <param name="which">Which checkpoint of a run; null is the last.</param>
    /// <param name="device">Where its network is to run; null is the CPU.</param>
    /// <exception cref="UserErrorException">There is none of this name, or no such device.</exception>
    public PolicyChoice(Services services, string name, string runs, string? which = null, string? device = null)
    {
        (_services, _name, _device) = (services, name, device ?? DeviceName.Cpu);
        if (_device != DeviceName.Cpu) TorchRuntime.Device(_device);                        // before anything is built or written, and for policies without a network, too
        if (NeedsNoRun(services, name))
        {
            if (which is not null) throw new UserErrorException($"--checkpoint {which}: '{name}' has no checkpoints. Leave the option out.");
            return;
        }
        _checkpoint = RunFolder.FindCheckpoint(runs, name, which) ?? throw new UserErrorException(
            $"There is no run or checkpoint '{name}': looked at {Path.GetFullPath(name)} and in {Path.GetFullPath(runs)}. "
            + $"Runs there: {RunFolder.Names(runs)}. Policies without a run: {string.Join(", ", [RandomName, .. services.ScriptedPolicies])}.");
    }

    /// <summary>Folder of the checkpoint; null for a policy that was never trained.</summary>
    public string? Checkpoint => _checkpoint;

    /// <summary>Folder of the run that the policy belongs to; null: none.</summary>
    public string? RunPath => _checkpoint is null ? null : RunFolder.OfCheckpoint(_checkpoint)?.FullPath;

    /// <summary>Whether a name stands for a policy that was never trained; no run may have such a name.</summary>
    public static bool NeedsNoRun(Services services, string? name) => name == RandomName || name is not null && services.ScriptedPolicies.Contains(name);

    /// <summary>Reads the scenario that was asked for, else the run's own. The caller disposes it.</summary>
    /// <exception cref="UserErrorException">Nothing was asked for and the policy belongs to no run.</exception>
    public ILoadedScenario LoadScenario(string? asked)
    {
        var scenario = asked ?? OwnScenario();
        return _services.LoadForScripted is { } load && _services.ScriptedPolicies.Contains(_name) ? load(scenario) : _services.LoadScenario(scenario, []);
    }

    /// <summary>Makes the policy; the caller disposes it.</summary>
    public IPolicy Create(IEnvironment environment, ulong seed)
    {
        if (_checkpoint is not null)
        {
            var policy = Load(_checkpoint);
            if (policy is GreedyPolicy learned) learned.RequireFits(environment.Spec);
            return policy;
        }
        return _name == RandomName ? new RandomPolicy(environment.Spec.Action, seed) : _services.CreateScripted(_name, environment);
    }

    /// <summary>No other checkpoint is taken in place of a damaged one: figures must be of the weights that were asked for.</summary>
    private IPolicy Load(string checkpoint)
    {
        try
        {
            return _services.LoadPolicy(checkpoint, _device);
        }
        catch (DamagedCheckpointException damage)
        {
            throw new UserErrorException($"{damage.Message} {RunFolder.OfCheckpoint(checkpoint)?.Checkpoints.Advice()}", damage);
        }
    }

    private string OwnScenario()
    {
        if (_checkpoint is not null && RunFolder.OfCheckpoint(_checkpoint) is { } run) return run.Scenario;
        throw new UserErrorException($"'{_name}' belongs to no run: say what to drive with --scenario FILE.");
    }
}
