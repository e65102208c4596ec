using System.CommandLine;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary><c>diagnose</c>: what likely went wrong in a training, in plain words.</summary>
internal static class DiagnoseCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("RUN") { Description = "Name or folder of a run, finished or not." };
        var (runs, json) = (CommonOptions.Runs(), CommonOptions.Json());
        var command = new Command("diagnose", "Say what likely went wrong in a training, and what to change.") { name, runs, json };
        command.SetAction(parse =>
        {
            var terminal = Terminal.Of(parse, parse.GetValue(json));
            var run = RunFolder.Locate(parse.GetValue(runs)!, parse.GetValue(name)!);
            var diagnosis = TrainingDiagnosis.Of(run);
            if (parse.GetValue(json)) terminal.Results.Write(DiagnosisJson.Write(run.FullPath, diagnosis));
            else DiagnosisText.Write(terminal, diagnosis);
            return ExitCode.Done;
        });
        return command;
    }
}
