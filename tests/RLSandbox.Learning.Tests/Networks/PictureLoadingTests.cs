using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>The ways into the convolutions and out of them, number for number.</summary>
public sealed unsafe class PictureLoadingTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    public void Load_EachByteCentred_ChannelsLast(int channels)
    {
        const int height = 17, width = 19;                               // no multiple of any vector; all 256 levels
        var config = NetworkConfig.Preset("nature");
        var loading = new PictureLoading(new ObservationPart("camera", ElementType.UInt8, channels, height, width), config);
        using NativeBuffer<byte> bytes = new(channels * height * width);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
        using NativeBuffer<float> numbers = new(bytes.Length);
        using NativeBuffer<ushort> rounded = new(bytes.Length);
        loading.Load(bytes.Address, numbers.Address);
        if (RoundedBlock.IsSupported) loading.Load(bytes.Address, rounded.Address);
        for (var i = 0; i < bytes.Length; i++)
        {
            var expected = (bytes[i % channels * height * width + i / channels] - config.ImageMean) * (1f / config.ImageScale);
            Assert.That(numbers[i], Is.EqualTo(expected));
            if (RoundedBlock.IsSupported) Assert.That(rounded[i], Is.EqualTo(RoundedKernels.Round(expected)), $"number {i}");
        }
    }

    [TestCase(49, 64)]
    [TestCase(64, 49)]
    [TestCase(8, 8)]
    [TestCase(9, 23)]
    [TestCase(3, 40)]
    [TestCase(40, 3)]
    public void Exchange_RowsBecomeColumns(int rows, int columns)
    {
        using NativeBuffer<float> source = new(rows * columns), target = new(rows * columns);
        for (var i = 0; i < source.Length; i++) source[i] = i;
        Transposition.Exchange(source.Address, rows, columns, target.Address);
        for (var row = 0; row < rows; row++) for (var column = 0; column < columns; column++) Assert.That(target[column * rows + row], Is.EqualTo(source[row * columns + column]));
    }
}
