using System.Text.Json;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The text of policy.json.</summary>
/// <remarks>Keys that came later have a default, so that files without them are read: <c>heads</c> (policyAndValue) and <c>network.layerNorm</c> (false).</remarks>
internal static class PolicyJson
{
    private static readonly (NetworkHeads Heads, string Name)[] HeadNames =
        [(NetworkHeads.PolicyAndValue, "policyAndValue"), (NetworkHeads.ActionValues, "actionValues"), (NetworkHeads.Duelling, "duelling")];

    internal static void Write(Stream stream, PolicySpec spec, ActorCritic network, int formatVersion)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", formatVersion);
        json.WriteString("algorithm", spec.Algorithm);
        json.WriteString("heads", HeadNames.First(entry => entry.Heads == spec.Heads).Name);
        json.WriteNumber("frameStack", spec.FrameStack);
        WriteAction(json, spec.Action);
        WriteNetwork(json, spec.Network);
        json.WriteStartArray("observations");
        for (var p = 0; p < spec.Parts.Count; p++)
        {
            json.WriteStartObject();
            json.WriteString("name", spec.Parts[p].Name);
            json.WriteString("type", spec.Parts[p].Type == ElementType.UInt8 ? "uint8" : "float32");
            WriteNumbers(json, "shape", spec.Parts[p].Shape);
            if (network.Normalizers[p] is { } normalizer) WriteNormalizer(json, normalizer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static PolicySpec Read(JsonElement policy, int formatVersion)
    {
        var version = policy.GetProperty("formatVersion").GetInt32();
        if (version != formatVersion) throw new InvalidDataException($"Its formatVersion is {version}; this program reads {formatVersion}.");
        var algorithm = policy.GetProperty("algorithm").GetString()!;
        if (!Learners.Names.Contains(algorithm)) throw new InvalidDataException($"Its algorithm is '{algorithm}'; this program knows {string.Join(", ", Learners.Names)}.");
        var parts = policy.GetProperty("observations").EnumerateArray().Select(ReadPart).ToArray();
        var (action, heads) = (ReadAction(policy.GetProperty("action")), ReadHeads(policy));
        if (heads != NetworkHeads.PolicyAndValue && action.Kind != ActionKind.Discrete) throw new InvalidDataException($"Its heads are values of actions, but its actions are {action.Kind}.");
        return new(parts, action, ReadNetwork(policy.GetProperty("network")), policy.GetProperty("frameStack").GetInt32())
        {
            Algorithm = algorithm,
            Heads = heads,
        };
    }

    internal static void ReadNormalizers(JsonElement policy, ActorCritic network)
    {
        var parts = policy.GetProperty("observations");
        if (parts.GetArrayLength() != network.Normalizers.Count) throw new InvalidDataException($"It has {parts.GetArrayLength()} observation parts, the network {network.Normalizers.Count}.");
        for (var p = 0; p < network.Normalizers.Count; p++)
        {
            if (network.Normalizers[p] is not { } normalizer) continue;
            var saved = parts[p].GetProperty("normalizer");
            normalizer.Statistics.Restore(saved.GetProperty("count").GetInt64(), Doubles(saved.GetProperty("mean")), Doubles(saved.GetProperty("squaredDeviations")));
            normalizer.Refresh();
        }
    }

    private static void WriteAction(Utf8JsonWriter json, ActionSpec action)
    {
        json.WriteStartObject("action");
        json.WriteString("kind", action.Kind switch { ActionKind.Discrete => "discrete", ActionKind.MultiDiscrete => "multiDiscrete", _ => "continuous" });
        WriteNumbers(json, "choices", action.Choices);
        json.WriteNumber("dimensions", action.Dimensions);
        json.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter json, NetworkConfig network)
    {
        json.WriteStartObject("network");
        json.WriteStartArray("convolutions");
        foreach (var layer in network.Convolutions) json.WriteStringValue(layer.ToString());
        json.WriteEndArray();
        WriteNumbers(json, "hidden", network.Hidden);
        json.WriteString("activation", network.Activation == Activation.Tanh ? "tanh" : "relu");
        json.WriteBoolean("layerNorm", network.LayerNorm);
        json.WriteNumber("imageMean", network.ImageMean);
        json.WriteNumber("imageScale", network.ImageScale);
        json.WriteEndObject();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, InputNormalizer normalizer)
    {
        var statistics = normalizer.Statistics;
        json.WriteStartObject("normalizer");
        json.WriteNumber("count", statistics.Count);
        json.WriteStartArray("mean");
        foreach (var mean in statistics.Mean) json.WriteNumberValue(mean);
        json.WriteEndArray();
        json.WriteStartArray("squaredDeviations");
        foreach (var squares in statistics.SquaredDeviations) json.WriteNumberValue(squares);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static NetworkHeads ReadHeads(JsonElement policy)
    {
        if (!policy.TryGetProperty("heads", out var name)) return NetworkHeads.PolicyAndValue;
        foreach (var entry in HeadNames) if (entry.Name == name.GetString()) return entry.Heads;
        throw new InvalidDataException($"Its heads are '{name}', expected one of {string.Join(", ", HeadNames.Select(entry => entry.Name))}.");
    }

    private static ObservationPart ReadPart(JsonElement part)
    {
        var type = part.GetProperty("type").GetString() switch
        {
            "uint8" => ElementType.UInt8,
            "float32" => ElementType.Float32,
            var other => throw new InvalidDataException($"An observation part has the unknown type '{other}'."),
        };
        return new(part.GetProperty("name").GetString()!, type, Integers(part.GetProperty("shape")));
    }

    private static ActionSpec ReadAction(JsonElement action) => action.GetProperty("kind").GetString() switch
    {
        "discrete" => ActionSpec.Discrete(Integers(action.GetProperty("choices"))[0]),
        "multiDiscrete" => ActionSpec.MultiDiscrete(Integers(action.GetProperty("choices"))),
        "continuous" => ActionSpec.Continuous(action.GetProperty("dimensions").GetInt32()),
        var other => throw new InvalidDataException($"Its action has the unknown kind '{other}'."),
    };

    private static NetworkConfig ReadNetwork(JsonElement network) => new()
    {
        Convolutions = [.. network.GetProperty("convolutions").EnumerateArray().Select(layer =>
            ConvolutionLayer.Parse(layer.GetString() ?? "") ?? throw new InvalidDataException($"'{layer}' is not a convolution."))],
        Hidden = Integers(network.GetProperty("hidden")),
        Activation = network.GetProperty("activation").GetString() switch
        {
            "relu" => Activation.Relu,
            "tanh" => Activation.Tanh,
            var other => throw new InvalidDataException($"Its activation is '{other}', expected relu or tanh."),
        },
        LayerNorm = network.TryGetProperty("layerNorm", out var layerNorm) && layerNorm.GetBoolean(),
        ImageMean = network.GetProperty("imageMean").GetSingle(),
        ImageScale = network.GetProperty("imageScale").GetSingle(),
    };

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
