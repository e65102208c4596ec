using System.Text;

namespace RLSandbox.Core.Mathematics;

/// <summary>What random draws are for: draws of different purposes never share numbers.</summary>
public static class RandomPurpose
{
    /// <summary>Number of the purpose called <paramref name="name"/>, such as <c>map</c> or the key path <c>traffic.vehicles</c>; the same in every version.</summary>
    /// <remarks>Compute it once and keep it in a static field. Two names share a number with probability 2⁻³².</remarks>
    public static uint Of(string name) => (uint)StableHash.Of(Encoding.UTF8.GetBytes(name));
}
