using RLSandbox.Core.Contract;

namespace RLSandbox.Core.Tests.Contract;

public sealed class ObservationPartTests
{
    [TestCase(ElementType.UInt8, 8)]        // 2 · 1 · 4 bytes
    [TestCase(ElementType.Float32, 32)]
    public void Sizes_FollowShapeAndType(ElementType type, int byteCount)
    {
        var part = new ObservationPart("camera", type, 2, 1, 4);
        Assert.That(part.ElementCount, Is.EqualTo(8));
        Assert.That(part.ByteCount, Is.EqualTo(byteCount));
    }

    [Test]
    public void ToString_ReadsAsPeopleWriteIt() => Assert.That(new ObservationPart("camera", ElementType.UInt8, 1, 64, 64).ToString(), Is.EqualTo("camera uint8 [1, 64, 64]"));

    [Test]
    public void Shape_IsACopy()
    {
        int[] shape = [3, 4];
        var part = new ObservationPart("state", ElementType.Float32, shape);
        shape[0] = 100;
        Assert.That(part.Shape, Is.EqualTo(new[] { 3, 4 }));
    }

    [TestCase("", 1)]
    [TestCase("  ", 1)]
    [TestCase("camera")]
    [TestCase("camera", 0)]
    [TestCase("camera", 4, -1)]
    public void BadNameOrShape_Throws(string name, params int[] shape) => Assert.That(() => new ObservationPart(name, ElementType.UInt8, shape), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void MoreElementsThanAnIntCounts_Throws() => Assert.That(() => new ObservationPart("camera", ElementType.UInt8, 65536, 65536), Throws.InstanceOf<OverflowException>());
}
