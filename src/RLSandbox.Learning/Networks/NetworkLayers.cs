using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Networks;

/// <summary>Which parameter of a network is what. A layer is the index of its weight; its bias follows and, with layer normalisation, scale and shift.</summary>
/// <param name="Shapes">All parameters in order.</param>
/// <param name="Convolutions">By part: the first convolution.</param>
/// <param name="Strides">By convolution.</param>
/// <param name="Hidden">Hidden layers, first to last.</param>
/// <param name="Choices">The head with one output per choice: policy, values of actions, or advantages.</param>
/// <param name="Value">The head with the value of the state; null where there is none.</param>
/// <param name="LogDeviation">Log standard deviations of continuous actions.</param>
internal sealed record NetworkLayers(
    IReadOnlyList<ParameterShape> Shapes, IReadOnlyList<int> Convolutions, IReadOnlyList<long[]> Strides, IReadOnlyList<int> Hidden, int Choices, int? Value, int? LogDeviation)
{
    /// <summary>Parameters that layer normalisation multiplies by; they start at 1.</summary>
    internal IReadOnlyList<int> Scales { get; } = [.. Enumerable.Range(0, Shapes.Count).Where(i => Shapes[i].Name.EndsWith(ScaleSuffix, StringComparison.Ordinal))];

    private const string ScaleSuffix = ".scale";

    internal static NetworkLayers Plan(IReadOnlyList<ObservationPart> parts, ActionSpec action, NetworkConfig config, NetworkHeads heads)
    {
        var shapes = new List<ParameterShape>();
        var convolutions = new int[parts.Count];
        long width = 0;
        for (var p = 0; p < parts.Count; p++)
        {
            convolutions[p] = shapes.Count;
            width += ActorCritic.IsPicture(parts[p]) ? config.Flattened(parts[p]) : parts[p].ElementCount;
            if (ActorCritic.IsPicture(parts[p])) AddConvolutions(shapes, parts[p], config);
        }

        var hidden = new int[config.Hidden.Count];
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = Add(shapes, $"hidden{i + 1}", config.LayerNorm, config.Hidden[i], width);
            width = config.Hidden[i];
        }

        var name = heads switch { NetworkHeads.PolicyAndValue => "policy", NetworkHeads.ActionValues => "actionValue", _ => "advantage" };
        var choices = Add(shapes, name, false, new ActionDistribution(action).HeadSize, width);
        int? value = heads == NetworkHeads.ActionValues ? null : Add(shapes, "value", false, 1, width);
        int? logDeviation = action.Kind == ActionKind.Continuous ? shapes.Count : null;
        if (logDeviation is not null) shapes.Add(new("policy.logDeviation", action.Dimensions));
        return new(shapes, convolutions, [.. config.Convolutions.Select(layer => new long[] { layer.Stride, layer.Stride })], hidden, choices, value, logDeviation);
    }

    private static void AddConvolutions(List<ParameterShape> shapes, ObservationPart part, NetworkConfig config)
    {
        long channels = part.Shape[0];
        for (var i = 0; i < config.Convolutions.Count; i++)
        {
            var layer = config.Convolutions[i];
            Add(shapes, $"{part.Name}.convolution{i + 1}", config.LayerNorm, layer.Channels, channels, layer.Kernel, layer.Kernel);
            channels = layer.Channels;
        }
    }

    private static int Add(List<ParameterShape> shapes, string name, bool isNormalized, params long[] weight)
    {
        var first = shapes.Count;
        shapes.Add(new($"{name}.weight", weight));
        shapes.Add(new($"{name}.bias", weight[0]));
        if (!isNormalized) return first;
        shapes.Add(new($"{name}{ScaleSuffix}", weight[0]));
        shapes.Add(new($"{name}.shift", weight[0]));
        return first;
    }
}
