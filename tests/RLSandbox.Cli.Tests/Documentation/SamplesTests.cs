using System.Reflection;

namespace RLSandbox.Cli.Tests.Documentation;

/// <summary>Every sample runs, in a short form.</summary>
[Category("Contract")]
public sealed class SamplesTests
{
    private const int MostLines = 60;

    private static readonly (string Project, string Argument, string Says)[] Samples =
    [
        ("StepABatch", "20", "environment steps per second"),
        ("DriveWithYourOwnPolicy", "2", "of 2 laps"),
    ];

    [TestCaseSource(nameof(Samples))]
    public void Sample_SaysWhatCameOfIt((string Project, string Argument, string Says) sample)
    {
        var (console, output) = (Console.Out, new StringWriter());
        Console.SetOut(output);
        try
        {
            Assembly.Load(sample.Project).EntryPoint!.Invoke(null, [new[] { sample.Argument }]);
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.That(output.ToString(), Does.Contain(sample.Says));
    }

    [Test]
    public void EverySample_IsListedAboveAndShort()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Page.Root, "samples"), "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.That(projects.Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Samples.Select(sample => sample.Project)));
        foreach (var project in projects) Assert.That(File.ReadLines(Path.Combine(Path.GetDirectoryName(project)!, "Program.cs")).Count(), Is.AtMost(MostLines));
    }
}
