using System.Text.Json;
using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Tests;

public sealed class DoctorCommandTests
{
    private static readonly string[] Names =
        ["rlsandbox", "dotnet", "system", "processor", "threads", "vectors", "memory", "disk", "torch", "torchSharp", "torchThreads", "devices", "gpuDriver", "openGl", "ffmpeg", "testData"];

    [Test]
    public void ThisMachine_CanTrain()
    {
        var result = CommandLine.Run("doctor");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Output);
        foreach (var name in Names) Assert.That(result.Output, Does.Contain(name));
    }

    [Test]
    public void Json_StandsAloneOnStandardOutput()
    {
        var result = CommandLine.Run("doctor", "--json");
        using var document = JsonDocument.Parse(result.Output);
        var findings = document.RootElement.GetProperty("findings").EnumerateArray().ToArray();
        Assert.That(document.RootElement.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.That(findings.Select(finding => finding.GetProperty("name").GetString()).Where(name => !name!.StartsWith("cuda:", StringComparison.Ordinal)), Is.EqualTo(Names));
        Assert.That(findings.Select(finding => finding.GetProperty("value").GetString()), Is.All.Not.Empty);
    }

    [Test]
    public void EverythingMissing_SaysWhatToDo()
    {
        using var document = JsonDocument.Parse(CommandLine.Run("doctor", "--json").Output);
        foreach (var finding in document.RootElement.GetProperty("findings").EnumerateArray())
        {
            var isOk = finding.GetProperty("state").GetString() == "ok";
            Assert.That(finding.GetProperty("advice").GetString(), isOk ? Is.Empty : Is.Not.Empty, finding.GetProperty("name").GetString());
        }
    }

    [Test]
    public void WithoutTorch_NothingElseIsLostAndTheExitCodeTells()
    {
        var command = DoctorCommand.Create(() => throw new UserErrorException("tried [this] and that"));
        var result = CommandLine.Run(CancellationToken.None, [command], "doctor", "--json");
        using var document = JsonDocument.Parse(result.Output);
        var torch = document.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("name").GetString() == "torch");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(document.RootElement.GetProperty("ok").GetBoolean(), Is.False);
        Assert.That(torch.GetProperty("state").GetString(), Is.EqualTo("broken"));
        Assert.That(torch.GetProperty("advice").GetString(), Is.EqualTo("tried [this] and that"));

        var table = CommandLine.Run(CancellationToken.None, [command], "doctor").Output;
        Assert.That(table, Does.Contain("tried [this] and that").And.Contain("ffmpeg"));
    }

    [Test]
    public void TwoDevices_AreBothListed()
    {
        var torch = new TorchDescription("2.10.0", "/lib/a", "/lib/b", IsPatched: true, ["cpu", "cuda:0"], Threads: 3);
        var result = CommandLine.Run(CancellationToken.None, [DoctorCommand.Create(() => torch)], "doctor");
        Assert.That(result.Output, Does.Contain("cpu, cuda:0").And.Contain("older libstdc++").And.Contain("libtorch 2.10.0"));
    }

    [Test]
    public void SelfTest_ShowsEveryOperation()
    {
        var result = CommandLine.Run("doctor", "--self-test", "--device", "cpu", "--json");
        using var document = JsonDocument.Parse(result.Output);
        var names = document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("name").GetString());
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(names, Is.SupersetOf(new[] { "gpuDriver", "selfTest:convolution", "selfTest:adam", "selfTest:fence" }));
    }

    /// <summary>Wherever networks run, a device that is not there is a mistake of the user's, before anything is built or written.</summary>
    [TestCase("doctor", "--self-test")]
    [TestCase("train", "cartpole")]
    [TestCase("sanity", "cartpole")]
    [TestCase("bench", "learn")]
    [TestCase("evaluate", "random")]
    [TestCase("render", "random", "--out", "a.webp")]
    [TestCase("watch", "random", "--picture", "a.png")]
    [TestCase("drive", "a.yaml", "--ghost", "pure-pursuit", "--picture", "a.png")]
    [TestCase("saliency", "random", "--out", "a.png")]
    [TestCase("triage", "random")]
    [TestCase("plot", "speed", "random", "--out", "a.png")]
    [TestCase("plot", "actions", "random", "--out", "a.png")]
    [TestCase("plot", "track", "random", "--out", "a.png")]
    public void MissingDevice_IsAMistake(params string[] arguments)
    {
        if (TorchSharp.torch.cuda.is_available()) Assert.Ignore("there is a GPU here");
        var result = CommandLine.Run([.. arguments, "--device", "cuda"]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("Device 'cuda' was asked for").And.Contain("RLSANDBOX_LIBTORCH").And.Not.Contain("   at "));
    }
}
