using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What a policy sees and does, and the shape of its network: enough to build it again without its environment.</summary>
/// <param name="Parts">Observation parts as the environment writes them, before stacking.</param>
/// <param name="Action">Shape of an action.</param>
/// <param name="Network">Shape of the network and centring of pictures.</param>
/// <param name="FrameStack">Frames of each picture that the network sees.</param>
public sealed record PolicySpec(IReadOnlyList<ObservationPart> Parts, ActionSpec Action, NetworkConfig Network, int FrameStack)
{
    /// <summary>Who learned it, as in <c>--algorithm</c>.</summary>
    public string Algorithm { get; init; } = "ppo";

    /// <summary>What the last layer says.</summary>
    public NetworkHeads Heads { get; init; }

    /// <summary>A network of this shape with the initial weights of <paramref name="seed"/>.</summary>
    public ActorCritic Build(ulong seed, torch.Device device, Precision precision = Precision.Float32)
    {
        Precisions.Prepare(precision, device);
        return new(ObservationMemory.Stacked(Parts, FrameStack), Action, Network, seed, device, Heads, precision);
    }
}

/// <summary>A policy on disk: policy.json (what it sees, does and normalises with) and model.safetensors (its weights).</summary>
public static class PolicyFile
{
    /// <summary>Name of the description.</summary>
    public const string SpecName = "policy.json";

    /// <summary>Name of the weights.</summary>
    public const string ModelName = "model.safetensors";

    private const int FormatVersion = 1;
    private const int MostFrames = 16;
    private const int MostPartBytes = 1 << 26;

    /// <summary>The greedy policy in <paramref name="folder"/>. The caller disposes it.</summary>
    /// <param name="device">Where its network runs, as in <see cref="TorchRuntime.Device"/>; wherever it was trained.</param>
    /// <exception cref="UserErrorException">The folder holds no policy, a damaged one or one of a newer format; or there is no such device.</exception>
    public static IPolicy Load(string folder, string device = DeviceName.Cpu) => Explain(folder, () =>
    {
        CheckpointManifest.Verify(folder, SpecName, ModelName);
        using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(Path.Combine(folder, SpecName)));
        var spec = PolicyJson.Read(document.RootElement, FormatVersion);
        RequireRoom(spec, folder);
        TorchRuntime.SetThreads(1);                         // as in training: a policy read from disk rounds like the one that was saved
        var network = spec.Build(seed: 0, TorchRuntime.Device(device));
        try
        {
            LoadInto(network, folder, document.RootElement);
            return new GreedyPolicy(network, spec, ownsNetwork: true);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    });

    /// <summary>Reads weights and statistics of <paramref name="folder"/> into a network of the same shape.</summary>
    /// <exception cref="UserErrorException">The folder holds no policy, or one of another shape.</exception>
    public static void LoadInto(ActorCritic network, string folder) => Explain(folder, () =>
    {
        using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(Path.Combine(folder, SpecName)));
        LoadInto(network, folder, document.RootElement);
        return true;
    });

    /// <summary>Writes both files into an existing folder.</summary>
    public static void Save(ActorCritic network, PolicySpec spec, string folder)
    {
        using (var stream = File.Create(Path.Combine(folder, SpecName))) PolicyJson.Write(stream, spec, network, FormatVersion);
        var arrays = new NamedArray[network.Parameters.Shapes.Count];
        for (var i = 0; i < arrays.Length; i++)
        {
            var shape = network.Parameters.Shapes[i];
            var values = new float[shape.Count];
            TensorMemory.Copy(network.Parameters[i], values.AsSpan());
            arrays[i] = NamedArray.Of(shape.Name, values, shape.Shape);
        }

        using var model = File.Create(Path.Combine(folder, ModelName));
        Safetensors.Write(model, arrays);
    }

    /// <summary>A network is built only where its weights are there: what policy.json claims costs nothing.</summary>
    private static void RequireRoom(PolicySpec spec, string folder)
    {
        if (spec.FrameStack is < 1 or > MostFrames) throw new InvalidDataException($"{SpecName} stacks {spec.FrameStack} frames, expected 1 to {MostFrames}.");
        foreach (var part in spec.Parts)
            if ((long)part.ElementCount * sizeof(float) > MostPartBytes) throw new InvalidDataException($"{SpecName} sees {part}, which is too large.");
        var weights = ActorCritic.CountWeights(ObservationMemory.Stacked(spec.Parts, spec.FrameStack), spec.Action, spec.Network, spec.Heads);
        var bytes = new FileInfo(Path.Combine(folder, ModelName)).Length;
        if (weights > bytes / sizeof(float)) throw new InvalidDataException($"{SpecName} describes a network of {weights} weights; {ModelName} has {bytes} bytes.");
    }

    private static void LoadInto(ActorCritic network, string folder, JsonElement policy)
    {
        PolicyJson.ReadNormalizers(policy, network);
        var arrays = Safetensors.Read(RegularFile.ReadAllBytes(Path.Combine(folder, ModelName)));
        using var noGradient = torch.no_grad();
        for (var i = 0; i < network.Parameters.Shapes.Count; i++)
        {
            using var scope = torch.NewDisposeScope();
            var shape = network.Parameters.Shapes[i];
            if (!arrays.TryGetValue(shape.Name, out var array)) throw new InvalidDataException($"{ModelName} has no '{shape.Name}'.");
            if (!array.Shape.SequenceEqual(shape.Shape)) throw new InvalidDataException($"'{shape.Name}' in {ModelName} is [{string.Join(", ", array.Shape)}], the network's is [{string.Join(", ", shape.Shape)}].");
            var values = new float[shape.Count];
            array.CopyTo<float>(values);
            network.Parameters[i].copy_(torch.tensor(values, shape.Shape));
        }

        if (arrays.Count != network.Parameters.Shapes.Count) throw new InvalidDataException($"{ModelName} has {arrays.Count} arrays, the network {network.Parameters.Shapes.Count}.");
    }

    private static T Explain<T>(string folder, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or ArithmeticException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"No policy can be read from {Path.GetFullPath(folder)}: {exception.Message} Expected the folder of a checkpoint, with {SpecName} and {ModelName}.", exception);
        }
    }
}
