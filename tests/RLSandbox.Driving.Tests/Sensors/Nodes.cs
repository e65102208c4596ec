using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>Sections of a file without a file.</summary>
internal static class Nodes
{
    private static readonly ConfigPosition Somewhere = new("test.yaml", 1, 1);

    /// <summary>A map of texts (scalars), lists of texts, and maps.</summary>
    public static ConfigNode Map(params (string Key, object Value)[] entries)
        => ConfigNode.Map([.. entries.Select(entry => new ConfigEntry(entry.Key, Somewhere, Node(entry.Value)))], Somewhere);

    private static ConfigNode Node(object value) => value switch
    {
        ConfigNode node => node,
        string[] texts => ConfigNode.List([.. texts.Select(text => ConfigNode.Scalar(text, Somewhere))], Somewhere),
        _ => ConfigNode.Scalar((string)value, Somewhere),
    };
}
