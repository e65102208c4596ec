using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RLSandbox.Cli.Doctor;
using RLSandbox.Learning.Torch;
using Spectre.Console;

namespace RLSandbox.Cli.Commands;

/// <summary><c>rlsandbox doctor</c>: what this machine has, what it lacks, and what to do about each thing.</summary>
internal static class DoctorCommand
{
    private const int FormatVersion = 1;

    /// <summary>The command. It ends with <see cref="ExitCode.UserMistake"/> only when something that every run needs is broken.</summary>
    /// <param name="describeTorch">Loads libtorch and describes it; tests pass one that fails.</param>
    public static Command Create(Func<TorchDescription> describeTorch)
    {
        var json = CommonOptions.Json();
        var selfTest = new Option<bool>("--self-test") { Description = "Besides, calculate on --device what learning consists of, and compare with the CPU." };
        var device = CommonOptions.Device(DeviceName.Auto);
        var command = new Command("doctor", "Say what this machine has, what it lacks, and what to do about it.") { selfTest, device, json };
        command.SetAction(parse =>
        {
            var terminal = Terminal.Of(parse, parse.GetValue(json));
            Finding[] findings = [.. MachineProbe.Examine(), .. TorchProbe.Examine(describeTorch), .. GpuProbe.Examine(), .. parse.GetValue(selfTest) ? SelfTestProbe.Examine(parse.GetValue(device) ?? DeviceName.Auto) : [], OpenGlProbe.Examine(), ToolProbe.Ffmpeg(), ToolProbe.TestData()];
            if (parse.GetValue(json)) terminal.Results.WriteLine(Document(findings).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            else terminal.People.Write(Table(findings));
            return IsUsable(findings) ? ExitCode.Done : ExitCode.UserMistake;
        });
        return command;
    }

    private static bool IsUsable(Finding[] findings) => findings.All(finding => finding.State != FindingState.Broken);

    private static JsonObject Document(Finding[] findings) => new()
    {
        ["formatVersion"] = FormatVersion,
        ["ok"] = IsUsable(findings),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["name"] = finding.Name,
            ["state"] = Word(finding.State),
            ["value"] = finding.Value,
            ["advice"] = finding.Advice,
        })]),
    };

    private static Table Table(Finding[] findings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "what", "found, and what to do");
        foreach (var finding in findings)
        {
            var colour = finding.State switch { FindingState.Ok => "green", FindingState.Missing => "yellow", _ => "red" };
            var text = finding.Advice == "" ? finding.Value : $"{finding.Value}\n→ {finding.Advice}";
            table.AddRow($"[{colour}]{Word(finding.State)}[/]", finding.Name.EscapeMarkup(), text.EscapeMarkup());
        }
        return table;
    }

    private static string Word(FindingState state) => state switch { FindingState.Ok => "ok", FindingState.Missing => "missing", _ => "broken" };
}
