using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Saliency;

/// <summary>Maps of what matters in a picture, by kind.</summary>
internal static class SaliencyMaps
{
    /// <summary>[H · W] in 0 … 1, the largest 1 unless all are 0; empty where the network has nothing that this kind could look at.</summary>
    public static float[] Of(SaliencyQuestion question, SaliencyKind kind, NetworkConfig network)
    {
        var map = kind switch
        {
            SaliencyKind.Gradient => GradientSaliency.Map(question),
            SaliencyKind.GradCam => GradCamSaliency.Map(question, network.Convolutions),
            SaliencyKind.Occlusion => OcclusionSaliency.Map(question),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of map."),
        };
        var largest = map.DefaultIfEmpty().Max();
        for (var i = 0; i < map.Length && largest > 0; i++) map[i] /= largest;
        return map;
    }
}
