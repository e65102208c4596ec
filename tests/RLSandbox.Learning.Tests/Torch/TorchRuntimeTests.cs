using RLSandbox.Core;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Torch;

public sealed class TorchRuntimeTests
{
    [Test]
    public void Loaded_IsDescribed()
    {
        var description = TorchRuntime.Describe();
        Assert.That(description.Version, Does.StartWith("2."));
        Assert.That(File.Exists(description.TorchPath) && File.Exists(description.WrapperPath));
        Assert.That(description.Devices, Does.Contain("cpu"));
        Assert.That(description.Threads, Is.Positive);
    }

    [Test]
    public void FolderThatDoesNotExist_IsTheUsersMistake() =>
        Assert.That(() => NativeLoader.Load("/no/such/folder"), Throws.TypeOf<UserErrorException>().With.Message.Contains(NativeLoader.FolderVariable).And.Message.Contains("/no/such/folder"));

    [Test]
    public void FolderWithoutLibtorch_SaysWhatWasTriedAndWhatToDo()
    {
        var folder = Directory.CreateTempSubdirectory("rlsandbox-test-");
        try
        {
            Assert.That(() => NativeLoader.Load(folder.FullName), Throws.TypeOf<UserErrorException>().With.Message.Contains("c10").And.Message.Contains(folder.FullName).And.Message.Contains("What to do"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCase("gpu")]
    [TestCase("")]
    [TestCase("cuda:")]
    [TestCase("cuda:-1")]
    [TestCase("cpu:0")]
    public void UnknownDevice_NamesTheKnownOnes(string device) =>
        Assert.That(() => TorchRuntime.Device(device), Throws.TypeOf<UserErrorException>().With.Message.Contains("auto, cpu or cuda"));

    [Test]
    public void WaitPolicy_IsPassive()
    {
        TorchRuntime.EnsureLoaded();
        Assert.That(ProcessSettings.Failure, Is.Null);
    }
}

public sealed class TensorMemoryTests
{
    [Test]
    public unsafe void Wrapped_SharesTheMemoryInBothDirections()
    {
        using var memory = new NativeBuffer<float>(6);
        using var tensor = TensorMemory.Wrap((nint)memory.Address, ScalarType.Float32, 2, 3);
        memory.Span[4] = 7;
        Assert.That(tensor[1, 1].item<float>(), Is.EqualTo(7));
        tensor.fill_(2);
        Assert.That(memory.Span.ToArray(), Is.All.EqualTo(2f));
    }

    [Test]
    public unsafe void DisposedTensor_LeavesTheMemoryToItsOwner()
    {
        using var memory = new NativeBuffer<byte>(1000);
        TensorMemory.Wrap((nint)memory.Address, ScalarType.Byte, 1000).Dispose();
        memory.Span.Fill(1);
        Assert.That(memory.Span[999], Is.EqualTo(1));
    }

    [Test]
    public void SpanOfAnotherType_IsRefused()
    {
        TorchRuntime.EnsureLoaded();
        using var tensor = zeros(3);
        Assert.That(() => TensorMemory.Span<byte>(tensor).Length, Throws.ArgumentException);
    }

    [Test]
    public void Copy_ReadsATransposedTensorRowByRow()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var target = new float[4];
        TensorMemory.Copy(tensor(new[] { 1f, 2f, 3f, 4f }, [2, 2]).t(), target.AsSpan());
        Assert.That(target, Is.EqualTo(new[] { 1f, 3f, 2f, 4f }));
    }
}
