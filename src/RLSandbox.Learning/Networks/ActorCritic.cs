using System.Diagnostics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>What an <see cref="ActorCritic"/> says about B rows. Both tensors belong to the caller's dispose scope.</summary>
/// <param name="Distribution">[B, parameters] as <see cref="ActionDistribution"/> reads them.</param>
/// <param name="Value">[B] expected discounted return.</param>
public readonly record struct ActorCriticOutput(Tensor Distribution, Tensor Value);

/// <summary>What the last layer of a network says.</summary>
public enum NetworkHeads
{
    /// <summary>A distribution over actions, and the value of the state: PPO.</summary>
    PolicyAndValue,

    /// <summary>The value Q of each choice of a single discrete action: DQN and PQN.</summary>
    ActionValues,

    /// <summary>The same as value of the state plus advantage of the choice, the mean advantage taken out (Wang et al. 2016, arXiv:1511.06581, eq. 9).</summary>
    Duelling,
}

/// <summary>A body and its heads: pictures through convolutions, joined with vectors, through hidden layers to a policy with its value, or to the values of actions.</summary>
/// <remarks>
/// Pictures (uint8 [C, H, W]) are centred by the network's constants, other parts flattened and normalised by running statistics.
/// Weights are orthogonal with gain √2 (value head 1, policy head and heads of action values 0.01), biases zero, log standard deviations zero.
/// A <see cref="Replica"/> shares weights and statistics and can run on another thread; one instance is not for two threads.
/// </remarks>
public sealed partial class ActorCritic : IDisposable
{
    private readonly NetworkConfig _config;
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly NetworkLayers _layers;
    private readonly bool _isOriginal, _ownsPacked;               // an original owns what is shared with replicas and twins
    private readonly PackedNetwork? _packed;                      // null where torch computes
    private readonly CpuNetwork? _cpu;
    private readonly RoundedParameters? _rounded;                 // null in float32, and where torch does not compute
    private ActorCriticOutput _tracked;                           // torch's last evaluation for a gradient; of action values the first tensor alone
    private UnitCount? _units;                                    // counts while there is one

    /// <summary>A network with the initial weights of <paramref name="seed"/>.</summary>
    /// <param name="parts">What it sees, after frame stacking.</param>
    /// <param name="precision">Of the body; heads are float32 always.</param>
    /// <exception cref="Core.UserErrorException">A picture is too small for the convolutions.</exception>
    public ActorCritic(
        IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig config, ulong seed, Device device, NetworkHeads heads = NetworkHeads.PolicyAndValue, Precision precision = Precision.Float32)
    {
        TorchRuntime.EnsureLoaded();
        (_parts, _config, Device, Heads, Precision, _isOriginal) = (parts, config, device, heads, precision, true);
        Distribution = new(action);
        _layers = NetworkLayers.Plan(parts, action, config, heads);
        Parameters = new(_layers.Shapes, device);
        Normalizers = [.. parts.Select(part => IsPicture(part) ? null : new InputNormalizer(part.ElementCount, device))];
        _ownsPacked = PackedNetwork.Suits(parts, config, device) && (precision != Precision.BFloat16 || RoundedBlock.IsSupported);
        if (_ownsPacked) _packed = PackedNetwork.Of(parts, config, Parameters, _layers, precision);
        else if (precision == Precision.BFloat16) _rounded = new(Parameters, original: null, Parameters.Range(_layers.Choices).Start.Value);
        if (_packed is not null) _cpu = new(this, _layers, _packed);
        Initialize(seed);
    }

    private ActorCritic(ActorCritic original, ParameterVector parameters, bool sharesValues)
    {
        (_parts, _config, _layers, Device, Heads, Precision) = (original._parts, original._config, original._layers, original.Device, original.Heads, original.Precision);
        Distribution = original.Distribution;
        Normalizers = original.Normalizers;
        Parameters = parameters;
        if (original._rounded is not null) _rounded = new(parameters, sharesValues ? original._rounded : null, original._rounded.BodyLength);
        if (original._packed is null) return;
        _ownsPacked = !sharesValues;
        _packed = sharesValues ? original._packed : PackedNetwork.Of(_parts, _config, parameters, _layers, Precision);
        _cpu = new(this, _layers, _packed);
    }

    /// <summary>What the last layer says.</summary>
    public NetworkHeads Heads { get; }

    /// <summary>Meaning of the policy head.</summary>
    public ActionDistribution Distribution { get; }

    /// <summary>Where weights and results are.</summary>
    public Device Device { get; }

    /// <summary>What its body multiplies in <see cref="Evaluate"/> and <see cref="Backward"/>. What torch is asked for beside them (saliency) is float32 where our kernels compute bfloat16.</summary>
    public Precision Precision { get; }

    /// <summary>What it sees, after frame stacking.</summary>
    public IReadOnlyList<ObservationPart> Parts => _parts;

    /// <summary>Its shape.</summary>
    public NetworkConfig Config => _config;

    /// <summary>Weights and gradients.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>By part; null for pictures.</summary>
    public IReadOnlyList<InputNormalizer?> Normalizers { get; }

    /// <summary>Whether a part is a picture: bytes in three dimensions.</summary>
    public static bool IsPicture(ObservationPart part) => part.Type == ElementType.UInt8 && part.Shape.Count == 3;

    /// <summary>Weights that such a network has; builds and allocates nothing.</summary>
    /// <exception cref="Core.UserErrorException">A picture is too small for the convolutions.</exception>
    /// <exception cref="OverflowException">More than any machine can hold.</exception>
    public static long CountWeights(IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig config, NetworkHeads heads) =>
        NetworkLayers.Plan(parts, action, config, heads).Shapes.Aggregate(0L, (sum, shape) => checked(sum + shape.Count));

    /// <summary>The same network with gradients of its own. Dispose it before this.</summary>
    public ActorCritic Replica() => new(this, Parameters.Replica(), sharesValues: true);

    /// <summary>A network with weights of its own, which begin as these, and the same statistics: a target network, or an average. Dispose it before this.</summary>
    public ActorCritic Twin() => new(this, Parameters.Copy(), sharesValues: false);

    /// <summary>Numbers in a row of what <see cref="Evaluate"/> gives: values of actions, or parameters of the distribution.</summary>
    public int OutputCount => Distribution.ParameterCount;

    /// <summary>Computes it on the CPU; null: torch does.</summary>
    internal CpuNetwork? Cpu => _cpu;

    /// <summary>Its weights in the order of the kernels; null where torch computes.</summary>
    internal PackedNetwork? Packed => _packed;

    /// <summary>Its weights in bfloat16 where torch computes with them; null otherwise.</summary>
    internal RoundedParameters? Rounded => _rounded;

    /// <summary>Evaluates B rows: the parameters of their distributions and their values, or the values Q of their actions, where a masked choice lies below all others.</summary>
    /// <param name="parts">By part: [B, C, H, W] bytes or [B, …] floats, on any device; in the scope that <see cref="Backward"/> is called in.</param>
    /// <param name="mask">[B, choices], true where allowed; empty allows all.</param>
    /// <param name="isForGradient">Whether <see cref="Backward"/> may follow.</param>
    /// <param name="outputs">[B, <see cref="OutputCount"/>], written.</param>
    /// <param name="values">[B] expected discounted return, written; empty for a network without policy, or where nobody asks.</param>
    public void Evaluate(ReadOnlySpan<Tensor> parts, ReadOnlySpan<bool> mask, bool isForGradient, Span<float> outputs, Span<float> values)
    {
        Parameters.Calls?.Forward(Parameters, parts[0].size(0), isForGradient);
        if (_cpu is not null)
        {
            _cpu.Evaluate(parts, mask, isForGradient, outputs, values);
            return;
        }

        using var noGradient = isForGradient ? null : no_grad();
        var allowed = mask.IsEmpty ? null : tensor(mask.ToArray(), [mask.Length / OutputCount, OutputCount]);
        var output = Heads == NetworkHeads.PolicyAndValue ? Forward(parts, allowed) : new(ActionValues(parts, allowed), null!);
        TensorMemory.Copy(output.Distribution, outputs);
        if (!values.IsEmpty) TensorMemory.Copy(output.Value, values);
        _tracked = output;
    }

    /// <summary>Adds the derivative of a loss by the parameters to <see cref="ParameterVector.Gradient"/>.</summary>
    /// <param name="outputs">What the last <see cref="Evaluate"/> wrote.</param>
    /// <param name="outputSlopes">[B, <see cref="OutputCount"/>] derivative of the loss by it.</param>
    /// <param name="valueSlopes">[B] derivative by the values; empty for a network without policy.</param>
    public void Backward(ReadOnlySpan<float> outputs, ReadOnlySpan<float> outputSlopes, ReadOnlySpan<float> valueSlopes)
    {
        Parameters.Calls?.Backward();
        if (_cpu is not null)
        {
            _cpu.Backward(outputs, outputSlopes, valueSlopes);
            return;
        }

        var loss = (_tracked.Distribution * tensor(outputSlopes.ToArray(), _tracked.Distribution.shape, device: Device)).sum();
        if (!valueSlopes.IsEmpty) loss += (_tracked.Value * tensor(valueSlopes.ToArray(), device: Device)).sum();
        Differentiate(loss);
    }

    /// <summary>Adds the derivative of a loss of what torch evaluated to <see cref="ParameterVector.Gradient"/>.</summary>
    internal void Differentiate(Tensor loss)
    {
        loss.backward();
        _rounded?.TakeGradient();
    }

    /// <summary>Share of the rectified units that answer 0 to each of B rows, so that no gradient reaches them; a filter of a convolution is one unit. NaN without such units.</summary>
    /// <inheritdoc cref="Forward"/>
    public double DeadUnits(ReadOnlySpan<Tensor> parts)
    {
        if (_config.Activation != Activation.Relu) return double.NaN;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var units = new UnitCount();
        if (_cpu is not null)
        {
            _cpu.CountUnits(parts, units);
            return units.DeadShare;
        }

        _units = units;
        Body(parts);
        _units = null;
        return units.DeadShare;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cpu?.Dispose();
        _rounded?.Dispose();
        if (_ownsPacked) _packed?.Dispose();
        Parameters.Dispose();
        if (!_isOriginal) return;
        foreach (var normalizer in Normalizers) normalizer?.Dispose();
    }

    private void Initialize(ulong seed)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < _layers.Shapes.Count; i++)
        {
            var shape = _layers.Shapes[i];
            if (_layers.Scales.Contains(i)) Parameters[i].fill_(1);
            if (shape.Shape.Length < 2) continue;                                                  // biases, shifts and log deviations start at zero
            var gain = i == _layers.Choices || Heads == NetworkHeads.Duelling && i == _layers.Value ? 0.01f : i == _layers.Value ? 1f : MathF.Sqrt(2);
            var weights = new float[shape.Count];
            var rows = (int)shape.Shape[0];
            Initialization.Orthogonal(weights, rows, weights.Length / rows, gain, new(seed, 0, 0, RandomPurpose.Of($"network.{shape.Name}")));
            using var initial = tensor(weights, shape.Shape);
            Parameters[i].copy_(initial);
        }
    }
}
