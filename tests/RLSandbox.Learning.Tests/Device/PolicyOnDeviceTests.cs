using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>What <c>evaluate</c>, <c>watch</c> and <c>saliency</c> ask of a policy, on a device and on the CPU: actions, values and maps.</summary>
[TensorScope]
[TestFixture(DeviceName.Cpu)]
[TestFixture(DeviceName.Cuda, Category = "Gpu", Explicit = true, Reason = "needs an NVIDIA GPU; eng/gpu-check runs it")]
public sealed class PolicyOnDeviceTests(string device)
{
    private const int Side = 36, Rows = 3, Choices = 4;
    private const float Rounding = 1e-3f;                       // maps are shares of their largest pixel; convolutions of some hundred products, in another order
    private static readonly uint Purpose = RandomPurpose.Of("test.pictures");
    private static readonly ObservationPart[] Parts = [new("camera", ElementType.UInt8, 1, Side, Side), new("state", ElementType.Float32, 3)];

    [Test]
    public void ActionsValuesAndMaps_AreThoseOfTheCpu([Values] NetworkHeads heads, [Values] bool masked)
    {
        using var here = Make(DeviceName.Cpu, heads, masked);
        using var there = Make(device, heads, masked);
        for (var step = 0; step < 3; step++)
        {
            Paint(here, step);
            Paint(there, step);
            var (expected, actual) = (here.Explain(row: 1), there.Explain(row: 1));
            Assert.That(actual.Value, Is.EqualTo(expected.Value).Within(Rounding));
            Assert.That(actual.ActionValues, Is.EqualTo(expected.ActionValues).Within(Rounding));
            foreach (var kind in Enum.GetValues<SaliencyKind>())
                foreach (var of in Enum.GetValues<SaliencyTarget>()) Assert.That(there.Saliency(kind, of, row: 1), Is.EqualTo(here.Saliency(kind, of, row: 1)).Within(Rounding), $"{kind} of {of}");
            here.Act();
            there.Act();
            Assert.That(there.Actions.Choices.ToArray(), Is.EqualTo(here.Actions.Choices.ToArray()));
        }
    }

    private static ToyPolicy Make(string device, NetworkHeads heads, bool masked)
    {
        var toy = new ToyPolicy(Parts, ActionSpec.Discrete(Choices), NetworkConfig.Preset("tiny"), heads, frameStack: 2, Rows, device: device);
        if (masked) toy.Mask = [.. Enumerable.Range(0, Rows * Choices).Select(i => i % Choices != 1)];
        return toy;
    }

    private static void Paint(ToyPolicy toy, int step)
    {
        for (var row = 0; row < Rows; row++)
        {
            var key = new RandomKey(1, (uint)row, (uint)step, Purpose);
            var picture = toy.Observations.Bytes(0, row);
            for (var i = 0; i < picture.Length; i++) picture[i] = (byte)key.Integer(256, (uint)i);
            for (var d = 0; d < 3; d++) toy.Observations.Row<float>(1, row)[d] = key.Normal((uint)d);
        }
    }
}
