using RLSandbox.Core.Contract;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Triage;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>triage</c>.</summary>
internal sealed class TriageSession(Services services, TriageRequest request, Terminal terminal)
{
    private const string FolderName = "triage", PageName = "index.html";
    private const int StandardClips = 4;
    private const double StandardSeconds = 4;

    /// <summary>Plays, finds what failed, plays it again for the clips, and writes the page.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var threads = request.Threads ?? Environment.ProcessorCount;
        var choice = new PolicyChoice(services, request.Policy, request.Runs, request.Checkpoint, request.Device);
        var path = Path.Combine(request.Folder ?? Path.Combine(choice.RunPath ?? "", FolderName), PageName);
        using var drive = TestDrive.Open(choice, request.Scenario, request.Suite, request.Map, request.Episodes, request.Seed, threads);
        var spec = drive.Environment.Spec;
        var episodes = drive.Policy.DrawsActions ? drive.Episodes : Math.Min(drive.Episodes, spec.DistinctEpisodes ?? drive.Episodes);
        var report = new TriageReport
        {
            Policy = request.Policy,
            Scenario = spec.Name,
            Suite = request.Map is null ? drive.Suite : request.Map,
            Seed = drive.Seed,
            StepSeconds = spec.StepSeconds,
            Episodes = new TriagePlay(drive.Environment).Run(drive.Policy, episodes, drive.Seed, interrupted),
        };
        terminal.Say($"{report.Episodes.Count} episodes, {report.Failures.Count} failed");
        if (episodes < drive.Episodes) terminal.Say($"note: {drive.Episodes} episodes were asked for; there are no more than {episodes} different beginnings, and the others would only repeat those");
        WritePage(report, drive, path, threads, interrupted);
        if (request.Json) terminal.Results.Write(TriageJson.Write(report, path));
        else TriageTable.Write(terminal, report);
        terminal.Say($"wrote {path}: {new FileInfo(path).Length / 1e6:0.0} MB");
        return ExitCode.Done;
    }

    private void WritePage(TriageReport report, TestDrive drive, string path, int threads, CancellationToken interrupted)
    {
        var page = new TriagePage(report, new() { Frame = new FrameOptions { Width = 640, Height = 360 }, FramesPerSecond = 1 / report.StepSeconds, Threads = threads }, request.Files ? Path.GetDirectoryName(path) : null);
        var chosen = report.Chosen(request.Clips ?? StandardClips);
        if (chosen.Count > 0)
        {
            using IPolicy again = drive.PolicyAnew();
            new ClipRecorder(drive.Environment, request.Seconds ?? StandardSeconds).Run(again, drive.Seed, chosen, page.Add, interrupted);
        }
        page.Write(path);
    }
}
