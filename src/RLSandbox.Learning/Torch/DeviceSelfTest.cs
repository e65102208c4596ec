using RLSandbox.Core;
using RLSandbox.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>What a device calculates, against the CPU: the few operations that learning consists of. A libtorch that was built for another wrapper, or a faulty device, shows here and not as a training that fails.</summary>
public static class DeviceSelfTest
{
    private const int Rows = 64, Frames = 256;
    private const double Rounding = 1e-4;                                     // of float32 sums over up to 256 products of numbers of about 1, in another order

    /// <summary>Calculates everything twice. Takes some milliseconds, and on a first call as long as the device needs to start.</summary>
    public static IReadOnlyList<DeviceCheck> Run(Device device) => Run(device, result => result);

    /// <summary>Refuses a device that does not calculate as the CPU does.</summary>
    /// <exception cref="UserErrorException">Says which operations differ, and by how much.</exception>
    public static void Require(Device device)
    {
        var failed = Run(device).Where(check => !check.Passed).ToList();
        if (failed.Count == 0) return;
        throw new UserErrorException($"Device {TorchRuntime.Name(device)} does not calculate as the CPU does: {string.Join("; ", failed)}. Its libtorch may belong to another version than this program was built for, or the device is faulty. What to do: use the libtorch of PyTorch {torch.__version__.ToString()[..^2]}, or --device cpu.");
    }

    /// <param name="seen">Is given each result of the device; tests spoil it.</param>
    internal static IReadOnlyList<DeviceCheck> Run(Device device, Func<Tensor, Tensor> seen)
    {
        TorchRuntime.EnsureLoaded();
        Precisions.Prepare(Precision.Float32, device);
        using var scope = NewDisposeScope();
        DeviceCheck Compare(string name, Func<Device, Tensor> calculate, double limit = Rounding)
        {
            using var inner = NewDisposeScope();
            var (expected, actual) = (calculate(CPU).detach().to(float64), seen(calculate(device)).detach().cpu().to(float64));
            var difference = (actual - expected).abs().max().item<double>() / expected.abs().max().item<double>();
            return new(name, difference, limit);
        }

        return
        [
            Compare("copy", target => Bytes().to(target), limit: 0),
            Compare("gather", target => Bytes().to(target).index_select(0, Order().to(target)), limit: 0),
            Compare("convolution", target => nn.functional.conv2d(Numbers(Rows, 4, 20, 20).to(target), (Numbers(16, 4, 8, 8) * 0.1).to(target), strides: [4, 4])),
            Compare("linear", target => nn.functional.linear(Numbers(Rows, 256).to(target), (Numbers(32, 256) * 0.1).to(target), Numbers(32).to(target))),
            Compare("backward", Gradient),
            Compare("adam", Adam),
            Compare("fence", Staged, limit: 0),
        ];
    }

    private static Tensor Gradient(Device device)
    {
        var weight = (Numbers(8, 4, 8, 8) * 0.1).to(device).requires_grad_(true);
        nn.functional.conv2d(Numbers(Rows, 4, 20, 20).to(device), weight, strides: [4, 4]).relu().square().mean().backward();
        return weight.grad!;
    }

    /// <summary>Three steps of the optimizer itself.</summary>
    private static Tensor Adam(Device device)
    {
        using var parameters = new ParameterVector([new("weight", 112)], device);
        using var adam = new Adam(parameters, epsilon: 1e-5);
        using var noGradient = no_grad();
        for (var step = 1; step <= 3; step++)
        {
            parameters.Gradient.copy_(Numbers(112).to(device) * step);
            adam.StepShortened(learningRate: 0.1, longest: 1);
        }

        return parameters.Values.clone();
    }

    /// <summary>There and back through staging memory, with nothing to wait for but a fence.</summary>
    private static Tensor Staged(Device device)
    {
        using var there = new StagingColumn<float>(device, float32, Rows);
        using var back = new StagingColumn<float>(device, float32, Rows);
        using var fence = new DeviceFence(device);
        Numbers(Rows).data<float>().ToArray().CopyTo(there.Span);
        back.Tensor.copy_(there.Tensor.to(device, non_blocking: true) * 2, nonBlocking: true);
        fence.Set();
        fence.Wait();
        return back.Tensor.clone();
    }

    private static Tensor Bytes() => (arange(Frames * 49) * 31 % 251).to(uint8).view(Frames, 49);

    private static Tensor Order() => arange(Rows) * 37 % Frames;

    /// <summary>Numbers between −1 and 1 without a pattern that would cancel.</summary>
    private static Tensor Numbers(params long[] shape) => (arange(shape.Aggregate(1L, (product, size) => product * size), float64) * 1.7).sin().to(float32).view(shape);
}

/// <summary>One operation on a device and on the CPU.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Difference">Largest difference, in units of the largest result.</param>
/// <param name="Limit">Largest one that rounding explains.</param>
public sealed record DeviceCheck(string Name, double Difference, double Limit)
{
    /// <summary>Whether both agree; what is not a number agrees with nothing.</summary>
    public bool Passed => Difference <= Limit;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name} differs by {Difference:0.0e+0} (at most {Limit:0.0e+0})");
}
