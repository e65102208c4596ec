using RLSandbox.Core;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Device;

[TensorScope]
public sealed class DeviceSelfTestTests
{
    [Test]
    public void Cpu_AgreesWithItself()
    {
        var checks = DeviceSelfTest.Run(CPU);
        Assert.That(checks.Select(check => check.Name), Is.EqualTo(new[] { "copy", "gather", "convolution", "linear", "backward", "adam", "fence" }));
        Assert.That(checks.Select(check => check.Difference), Has.All.Zero);
        Assert.That(() => DeviceSelfTest.Require(CPU), Throws.Nothing);
    }

    /// <summary>A device that gives a thousandth too much, or nothing that is a number, passes nowhere.</summary>
    [TestCase(1.001)]
    [TestCase(double.NaN)]
    public void WrongResults_AreFound(double factor)
    {
        var checks = DeviceSelfTest.Run(CPU, result => result.to(float64) * factor);
        Assert.That(checks.Select(check => check.Passed), Has.None.True);
        Assert.That(checks[0].ToString(), Does.StartWith("copy differs by"));
    }

    [Test]
    public void Results_AreLargeEnoughToTell() =>
        Assert.That(DeviceSelfTest.Run(CPU, result => result.to(float64) * 0).Select(check => check.Difference), Has.All.GreaterThan(0.01));

    [TestCase("auto")]
    [TestCase("cpu")]
    [TestCase("cuda")]
    [TestCase("cuda:7")]
    public void KnownNames_AreKnown(string name) => Assert.That(DeviceName.IsKnown(name));

    [TestCase("cuda", 0)]
    [TestCase("cuda:3", 3)]
    [TestCase("auto", 0)]
    public void Number_IsRead(string name, int index) => Assert.That(DeviceName.Index(name), Is.EqualTo(index));

    /// <summary>On a machine without a GPU, or with a libtorch for the CPU: what is missing, and what to do.</summary>
    [Test]
    public void MissingDevice_SaysWhatIsMissingAndWhatToDo()
    {
        if (cuda.is_available()) Assert.Ignore("there is a GPU here");
        Assert.That(() => TorchRuntime.Device("cuda"), Throws.TypeOf<UserErrorException>().With.Message.Contains("for the CPU only").And.Message.Contains("RLSANDBOX_LIBTORCH").And.Message.Contains("-p:TorchBackend=cuda").And.Message.Contains("--device cpu"));
        Assert.That(TorchRuntime.Name(TorchRuntime.Device("auto")), Is.EqualTo("cpu"));
    }

    [Test]
    public void TensorFloat32_IsRefusedOnTheCpu() =>
        Assert.That(() => Precisions.Resolve("tf32", NetworkConfig.Preset("nature"), CPU), Throws.TypeOf<UserErrorException>().With.Message.Contains("GPU"));
}
