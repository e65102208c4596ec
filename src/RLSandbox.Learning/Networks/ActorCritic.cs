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

/// <summary>Policy and value function with a shared body: pictures through convolutions, joined with vectors, through hidden layers to two heads.</summary>
/// <remarks>
/// Pictures (uint8 [C, H, W]) are centred by the network's constants, other parts flattened and normalised by running statistics.
/// Weights are orthogonal with gain √2 (policy head 0.01, value head 1), biases zero, log standard deviations zero.
/// A <see cref="Replica"/> shares weights and statistics and can run on another thread; one instance is not for two threads.
/// </remarks>
public sealed class ActorCritic : IDisposable
{
    private readonly NetworkConfig _config;
    private readonly IReadOnlyList<ObservationPart> _parts;
    private readonly Layers _layers;
    private readonly PictureEncoder?[] _encoders;                 // by part; null where torch convolves
    private readonly bool _isReplica;

    /// <summary>A network with the initial weights of <paramref name="seed"/>.</summary>
    /// <param name="parts">What it sees, after frame stacking.</param>
    /// <exception cref="Core.UserErrorException">A picture is too small for the convolutions.</exception>
    public ActorCritic(IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig config, ulong seed, Device device)
    {
        TorchRuntime.EnsureLoaded();
        (_parts, _config, Device) = (parts, config, device);
        Distribution = new(action);
        _layers = Layers.Plan(parts, action, config, Distribution.HeadSize);
        Parameters = new(_layers.Shapes, device);
        Normalizers = [.. parts.Select(part => IsPicture(part) ? null : new InputNormalizer(part.ElementCount, device))];
        _encoders = MakeEncoders();
        Initialize(seed);
    }

    private ActorCritic(ActorCritic original)
    {
        (_parts, _config, _layers, Device, _isReplica) = (original._parts, original._config, original._layers, original.Device, true);
        Distribution = original.Distribution;
        Normalizers = original.Normalizers;
        Parameters = original.Parameters.Replica();
        _encoders = MakeEncoders();
    }

    /// <summary>Meaning of the policy head.</summary>
    public ActionDistribution Distribution { get; }

    /// <summary>Where weights and results are.</summary>
    public Device Device { get; }

    /// <summary>Weights and gradients.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>By part; null for pictures.</summary>
    public IReadOnlyList<InputNormalizer?> Normalizers { get; }

    /// <summary>Whether a part is a picture: bytes in three dimensions.</summary>
    public static bool IsPicture(ObservationPart part) => part.Type == ElementType.UInt8 && part.Shape.Count == 3;

    /// <summary>The same network with gradients of its own. Dispose it before this.</summary>
    public ActorCritic Replica() => new(this);

    /// <summary>Evaluates B rows.</summary>
    /// <param name="parts">By part: [B, C, H, W] bytes or [B, …] floats, on any device.</param>
    /// <param name="mask">[B, choices] bool, or null.</param>
    public ActorCriticOutput Forward(ReadOnlySpan<Tensor> parts, Tensor? mask)
    {
        var features = new Tensor[parts.Length];
        for (var p = 0; p < features.Length; p++) features[p] = Feature(parts[p].to(Device), p);
        var x = features.Length == 1 ? features[0] : cat(features, 1);                            // [B, F]
        foreach (var layer in _layers.Hidden) x = Activate(Linear(x, layer));
        var logDeviation = _layers.LogDeviation is { } index ? Parameters[index] : null;
        return new(Distribution.Parameters(Linear(x, _layers.Policy), logDeviation, mask?.to(Device)), Linear(x, _layers.Value).squeeze(1));
    }

    /// <summary>Adds the derivative of a loss to <see cref="ParameterVector.Gradient"/>.</summary>
    /// <param name="loss">A single number that depends on the last <see cref="Forward"/>, in the same dispose scope; not on an earlier one.</param>
    public void Backward(Tensor loss)
    {
        loss.backward();
        foreach (var encoder in _encoders) encoder?.Backward();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var encoder in _encoders) encoder?.Dispose();
        Parameters.Dispose();
        if (_isReplica) return;
        foreach (var normalizer in Normalizers) normalizer?.Dispose();
    }

    private Tensor Feature(Tensor rows, int part) =>
        _encoders[part] is { } encoder ? encoder.Forward(rows)
        : IsPicture(_parts[part]) ? Picture(rows, part)
        : Normalizers[part]!.Apply(rows.flatten(1).to(float32));          // [B, F]

    private PictureEncoder?[] MakeEncoders() =>
        [.. _parts.Select((part, p) => IsPicture(part) && PictureEncoder.Suits(part, _config, Device) ? new PictureEncoder(part, _config, Parameters, _layers.Convolutions[p]) : null)];

    private Tensor Picture(Tensor bytes, int part)
    {
        var x = bytes.to(float32).sub_(_config.ImageMean).mul_(1f / _config.ImageScale);          // [B, C, H, W]
        for (var i = 0; i < _config.Convolutions.Count; i++)
        {
            var weight = _layers.Convolutions[part] + 2 * i;
            x = Activate(nn.functional.conv2d(x, Parameters[weight], Parameters[weight + 1], strides: _layers.Strides[i]));
        }

        return x.flatten(1);                                                                      // [B, F]
    }

    private Tensor Activate(Tensor x) => _config.Activation == Activation.Relu ? x.relu_() : x.tanh();

    private Tensor Linear(Tensor x, int layer) => nn.functional.linear(x, Parameters[layer], Parameters[layer + 1]);

    private void Initialize(ulong seed)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < _layers.Shapes.Count; i++)
        {
            var shape = _layers.Shapes[i];
            if (shape.Shape.Length < 2) continue;                                                  // biases and log deviations start at zero
            var gain = i == _layers.Policy ? 0.01f : i == _layers.Value ? 1f : MathF.Sqrt(2);
            var weights = new float[shape.Count];
            var rows = (int)shape.Shape[0];
            Initialization.Orthogonal(weights, rows, weights.Length / rows, gain, new(seed, 0, 0, RandomPurpose.Of($"network.{shape.Name}")));
            using var initial = tensor(weights, shape.Shape);
            Parameters[i].copy_(initial);
        }
    }

    /// <summary>Which parameter is what; a layer is the index of its weight, its bias follows.</summary>
    private sealed record Layers(
        IReadOnlyList<ParameterShape> Shapes, IReadOnlyList<int> Convolutions, IReadOnlyList<long[]> Strides, IReadOnlyList<int> Hidden, (int Policy, int Value) Heads, int? LogDeviation)
    {
        internal int Policy => Heads.Policy;

        internal int Value => Heads.Value;

        internal static Layers Plan(IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig config, int headSize)
        {
            var shapes = new List<ParameterShape>();
            var convolutions = new int[parts.Count];
            long width = 0;
            for (var p = 0; p < parts.Count; p++)
            {
                convolutions[p] = shapes.Count;
                width += IsPicture(parts[p]) ? config.Flattened(parts[p]) : parts[p].ElementCount;
                if (!IsPicture(parts[p])) continue;
                long channels = parts[p].Shape[0];
                for (var i = 0; i < config.Convolutions.Count; i++)
                {
                    var layer = config.Convolutions[i];
                    Add(shapes, $"{parts[p].Name}.convolution{i + 1}", layer.Channels, channels, layer.Kernel, layer.Kernel);
                    channels = layer.Channels;
                }
            }

            var hidden = new int[config.Hidden.Count];
            for (var i = 0; i < hidden.Length; i++)
            {
                hidden[i] = Add(shapes, $"hidden{i + 1}", config.Hidden[i], width);
                width = config.Hidden[i];
            }

            var heads = (Add(shapes, "policy", headSize, width), Add(shapes, "value", 1, width));
            int? logDeviation = action.Kind == ActionKind.Continuous ? shapes.Count : null;
            if (logDeviation is not null) shapes.Add(new("policy.logDeviation", action.Dimensions));
            return new(shapes, convolutions, [.. config.Convolutions.Select(layer => new long[] { layer.Stride, layer.Stride })], hidden, heads, logDeviation);
        }

        private static int Add(List<ParameterShape> shapes, string name, params long[] weight)
        {
            shapes.Add(new($"{name}.weight", weight));
            shapes.Add(new($"{name}.bias", weight[0]));
            return shapes.Count - 2;
        }
    }
}
