using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Core.Tests.Mathematics;

/// <summary>Every vector width gives the bits of the scalar function, for every sample.</summary>
public sealed class ElementaryVectorTests
{
    private static readonly TestCaseData[] Functions =
    [
        Case("Sin", Elementary.Sin, Elementary.Sin, Elementary.Sin, Elementary.Sin),
        Case("Cos", Elementary.Cos, Elementary.Cos, Elementary.Cos, Elementary.Cos),
        Case("SinCosSin", x => Elementary.SinCos(x).Sin, x => Elementary.SinCos(x).Sin, x => Elementary.SinCos(x).Sin, x => Elementary.SinCos(x).Sin),
        Case("SinCosCos", x => Elementary.SinCos(x).Cos, x => Elementary.SinCos(x).Cos, x => Elementary.SinCos(x).Cos, x => Elementary.SinCos(x).Cos),
        Case("Tan", Elementary.Tan, Elementary.Tan, Elementary.Tan, Elementary.Tan),
        Case("Atan", Elementary.Atan, Elementary.Atan, Elementary.Atan, Elementary.Atan),
        Case("Atan2ByX", y => Elementary.Atan2(y, -0.3f), y => Elementary.Atan2(y, Vector128.Create(-0.3f)), y => Elementary.Atan2(y, Vector256.Create(-0.3f)), y => Elementary.Atan2(y, Vector512.Create(-0.3f))),
        Case("Atan2ByY", x => Elementary.Atan2(2e3f, x), x => Elementary.Atan2(Vector128.Create(2e3f), x), x => Elementary.Atan2(Vector256.Create(2e3f), x), x => Elementary.Atan2(Vector512.Create(2e3f), x)),
        Case("Exp", Elementary.Exp, Elementary.Exp, Elementary.Exp, Elementary.Exp),
        Case("Log", Elementary.Log, Elementary.Log, Elementary.Log, Elementary.Log),
    ];

    [TestCaseSource(nameof(Functions))]
    public void EveryWidth_HasTheBitsOfTheScalar(
        Func<float, float> scalar, Func<Vector128<float>, Vector128<float>> by4, Func<Vector256<float>, Vector256<float>> by8, Func<Vector512<float>, Vector512<float>> by16)
    {
        var samples = ElementarySamples.All;
        var expected = samples.Select(x => BitConverter.SingleToUInt32Bits(scalar(x))).ToArray();

        Assert.That(Map(samples, by4), Is.EqualTo(expected), "4 lanes");
        Assert.That(Map(samples, by8), Is.EqualTo(expected), "8 lanes");
        Assert.That(Map(samples, by16), Is.EqualTo(expected), "16 lanes");
    }

    private static uint[] Map<TVector>(float[] samples, Func<TVector, TVector> function) where TVector : struct
    {
        var results = samples.ToArray();
        var vectors = MemoryMarshal.Cast<float, TVector>(results.AsSpan());
        foreach (ref var vector in vectors) vector = function(vector);
        return MemoryMarshal.Cast<float, uint>(results.AsSpan()).ToArray();
    }

    private static TestCaseData Case(
        string name, Func<float, float> scalar, Func<Vector128<float>, Vector128<float>> by4, Func<Vector256<float>, Vector256<float>> by8, Func<Vector512<float>, Vector512<float>> by16) =>
        new TestCaseData(scalar, by4, by8, by16).SetArgDisplayNames(name);
}
