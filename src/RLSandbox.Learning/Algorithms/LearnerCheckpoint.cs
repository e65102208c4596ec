using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>trainer.json (counters) and optimizer.safetensors (Adam's moments, further weights, whatever else): what a learner needs to go on exactly, besides its policy, its world and a replay.</summary>
/// <param name="Weights">Vectors besides those of the policy: online weights where the policy is an average, a target network.</param>
internal sealed record LearnerCheckpoint(string Algorithm, ulong Seed, Adam Optimizer, IReadOnlyList<(string Name, torch.Tensor Values)> Weights)
{
    internal const string TrainerName = "trainer.json", OptimizerName = "optimizer.safetensors", WorldName = "world.bin";
    private const int FormatVersion = 1;
    private const long LargestCount = 1L << 53;

    private IEnumerable<(string Name, torch.Tensor Values)> Vectors => [("adam.firstMoment", Optimizer.FirstMoment), ("adam.secondMoment", Optimizer.SecondMoment), .. Weights];

    /// <param name="writeCounters">Adds properties to trainer.json.</param>
    internal void Save(string folder, Action<Utf8JsonWriter> writeCounters, IEnumerable<NamedArray> others)
    {
        using (var stream = File.Create(Path.Combine(folder, TrainerName)))
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("algorithm", Algorithm);
            json.WriteNumber("seed", Seed);
            json.WriteNumber("optimizerSteps", Optimizer.Steps);
            writeCounters(json);
            json.WriteEndObject();
        }

        using var arrays = File.Create(Path.Combine(folder, OptimizerName));
        Safetensors.Write(arrays, [.. Vectors.Select(vector => Save(vector.Name, vector.Values)), .. others]);
    }

    /// <param name="restore">Is given trainer.json and the arrays by name.</param>
    internal void Load(string folder, Action<JsonElement, IReadOnlyDictionary<string, NamedArray>> restore)
    {
        try
        {
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(Path.Combine(folder, TrainerName)));
            var trainer = document.RootElement;
            var version = trainer.GetProperty("formatVersion").GetInt32();
            if (version != FormatVersion) throw new InvalidDataException($"{TrainerName} has formatVersion {version}; this program reads {FormatVersion}.");
            var algorithm = trainer.GetProperty("algorithm").GetString();
            if (algorithm != Algorithm) throw new InvalidDataException($"{TrainerName} is of {algorithm}, not of {Algorithm}.");
            var seed = trainer.GetProperty("seed").GetUInt64();
            if (seed != Seed) throw new InvalidDataException($"The run was started with seed {seed}, not {Seed}.");
            var arrays = Safetensors.Read(RegularFile.ReadAllBytes(Path.Combine(folder, OptimizerName)));
            foreach (var (name, values) in Vectors) Load(arrays[name], values);
            Optimizer.Steps = Counter(trainer, "optimizerSteps");
            restore(trainer, arrays);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException($"The run cannot go on from {Path.GetFullPath(folder)}: {exception.Message} Expected the folder of a checkpoint of the same scenario and options.", exception);
        }
    }

    /// <summary>A number of trainer.json that counts something.</summary>
    /// <exception cref="InvalidDataException">It is negative, or more than anybody counts to.</exception>
    internal static long Counter(JsonElement trainer, string name)
    {
        var value = trainer.GetProperty(name).GetInt64();
        return value is >= 0 and <= LargestCount ? value : throw new InvalidDataException($"{TrainerName} has {name} {value}, expected 0 to {LargestCount}.");
    }

    private static NamedArray Save(string name, torch.Tensor vector)
    {
        var values = new float[vector.numel()];
        TensorMemory.Copy(vector, values.AsSpan());
        return NamedArray.Of(name, values, values.Length);
    }

    private static void Load(NamedArray array, torch.Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var values = new float[vector.numel()];
        array.CopyTo<float>(values);
        vector.copy_(torch.tensor(values));
    }
}
