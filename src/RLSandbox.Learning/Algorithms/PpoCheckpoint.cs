using System.Runtime.InteropServices;
using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What a PPO run needs to go on exactly, besides its policy and its world.</summary>
internal sealed record PpoState(PolicySpec Spec, ulong Seed, Ppo Update, ParameterVector Online, Rollout Rollout, ReturnNormalizer? ReturnNormalizer, long Steps, long Iteration);

/// <summary>trainer.json (counters and statistics) and optimizer.safetensors (Adam's moments, older frames of stacks, running returns) of a PPO checkpoint.</summary>
internal static class PpoCheckpoint
{
    internal const string TrainerName = "trainer.json", OptimizerName = "optimizer.safetensors", WorldName = "world.bin";
    private const string First = "adam.firstMoment", Second = "adam.secondMoment", Started = "rollout.started", Returns = "return.running", Online = "online.weights";
    private const int FormatVersion = 1;

    internal static void Save(string folder, PpoState state)
    {
        using (var stream = File.Create(Path.Combine(folder, TrainerName)))
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("algorithm", "ppo");
            json.WriteNumber("seed", state.Seed);
            json.WriteNumber("steps", state.Steps);
            json.WriteNumber("iteration", state.Iteration);
            json.WriteNumber("optimizerSteps", state.Update.Optimizer.Steps);
            if (state.ReturnNormalizer is { } normalizer)
            {
                json.WriteNumber("returnCount", normalizer.Statistics.Count);
                json.WriteNumber("returnMean", normalizer.Statistics.Mean[0]);
                json.WriteNumber("returnSquaredDeviations", normalizer.Statistics.SquaredDeviations[0]);
            }

            json.WriteEndObject();
        }

        using var arrays = File.Create(Path.Combine(folder, OptimizerName));
        Safetensors.Write(arrays, Arrays(state));
    }

    /// <returns>Steps and iteration.</returns>
    internal static (long Steps, long Iteration) Load(string folder, PpoState state)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, TrainerName)));
            var trainer = document.RootElement;
            var version = trainer.GetProperty("formatVersion").GetInt32();
            if (version != FormatVersion) throw new InvalidDataException($"{TrainerName} has formatVersion {version}; this program reads {FormatVersion}.");
            var seed = trainer.GetProperty("seed").GetUInt64();
            if (seed != state.Seed) throw new InvalidDataException($"The run was started with seed {seed}, not {state.Seed}.");
            LoadArrays(Safetensors.Read(File.ReadAllBytes(Path.Combine(folder, OptimizerName))), state);
            state.Update.Optimizer.Steps = trainer.GetProperty("optimizerSteps").GetInt64();
            state.ReturnNormalizer?.Statistics.Restore(
                trainer.GetProperty("returnCount").GetInt64(), [trainer.GetProperty("returnMean").GetDouble()], [trainer.GetProperty("returnSquaredDeviations").GetDouble()]);
            return (trainer.GetProperty("steps").GetInt64(), trainer.GetProperty("iteration").GetInt64());
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException($"The run cannot go on from {Path.GetFullPath(folder)}: {exception.Message} Expected the folder of a checkpoint of the same scenario and options.", exception);
        }
    }

    private static List<NamedArray> Arrays(PpoState state)
    {
        var rollout = state.Rollout;
        var arrays = new List<NamedArray>
        {
            Moment(First, state.Update.Optimizer.FirstMoment),
            Moment(Second, state.Update.Optimizer.SecondMoment),
        };
        if (state.Update.Average is not null) arrays.Add(Moment(Online, state.Online.Values));
        if (state.ReturnNormalizer is { } normalizer) arrays.Add(NamedArray.Of(Returns, normalizer.Returns, rollout.Rows));
        for (var moment = 1 - state.Spec.FrameStack; moment <= 0; moment++)
        {
            arrays.Add(NamedArray.Of($"{Started}.{moment}", MemoryMarshal.AsBytes(rollout.Observations.Started(moment)), rollout.Rows));
            if (moment == 0) continue;                                       // the world writes its own last moment again
            for (var p = 0; p < state.Spec.Parts.Count; p++) arrays.Add(NamedArray.Of($"rollout.{state.Spec.Parts[p].Name}.{moment}", rollout.Observations.Bytes(p, moment), rollout.Rows, state.Spec.Parts[p].ByteCount));
        }

        return arrays;
    }

    private static void LoadArrays(IReadOnlyDictionary<string, NamedArray> arrays, PpoState state)
    {
        var observations = state.Rollout.Observations;
        LoadMoment(arrays[First], state.Update.Optimizer.FirstMoment);
        LoadMoment(arrays[Second], state.Update.Optimizer.SecondMoment);
        if (state.Update.Average is not null) LoadMoment(arrays[Online], state.Online.Values);
        if (state.ReturnNormalizer is { } normalizer) arrays[Returns].CopyTo(normalizer.Returns);
        for (var moment = 1 - state.Spec.FrameStack; moment <= 0; moment++)
        {
            arrays[$"{Started}.{moment}"].CopyTo(MemoryMarshal.AsBytes(observations.Started(moment)));
            if (moment == 0) continue;
            for (var p = 0; p < state.Spec.Parts.Count; p++) arrays[$"rollout.{state.Spec.Parts[p].Name}.{moment}"].CopyTo(observations.Bytes(p, moment));
        }
    }

    private static NamedArray Moment(string name, torch.Tensor moment)
    {
        var values = new float[moment.numel()];
        TensorMemory.Copy(moment, values.AsSpan());
        return NamedArray.Of(name, values, values.Length);
    }

    private static void LoadMoment(NamedArray array, torch.Tensor moment)
    {
        using var scope = torch.NewDisposeScope();
        var values = new float[moment.numel()];
        array.CopyTo<float>(values);
        moment.copy_(torch.tensor(values));
    }
}
