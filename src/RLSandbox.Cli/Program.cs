using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using RLSandbox.Cli.Commands;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli;

/// <summary>The program <c>rlsandbox</c>: one list of commands and one place that turns errors into messages and exit codes.</summary>
internal static class Program
{
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show stack traces of errors.", Recursive = true };

    /// <summary>Every command, in the order in which help shows them; one line each.</summary>
    internal static IEnumerable<Command> Commands()
    {
        yield return TrainCommand.Create(Services.Default);
        yield return EvaluateCommand.Create(Services.Default);
        yield return CompareCommand.Create();
        yield return DiagnoseCommand.Create();
        yield return SanityCommand.Create(Services.Default);
        yield return RenderCommand.Create(Services.Default);
        yield return WatchCommand.Create(Services.Default);
        yield return ReplayCommand.Create();
        yield return DriveCommand.Create(Services.Default);
        yield return SaliencyCommand.Create(Services.Default);
        yield return TriageCommand.Create(Services.Default);
        yield return PlotCommand.Create(Services.Default);
        yield return BenchCommand.Create();
        yield return ScenarioCommand.Create();
        yield return MapCommand.Create();
        yield return DoctorCommand.Create(TorchRuntime.Describe);
    }

    private static async Task<int> Main(string[] arguments)
    {
        using var interruption = new Interruption();
        return await Run(arguments, Console.Out, Console.Error, interruption.Token);
    }

    /// <summary>Runs one command line. Tests call it in-process with writers and, where they need one that fails, commands of their own.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> Run(
        string[] arguments, TextWriter output, TextWriter error, CancellationToken interrupted = default, IEnumerable<Command>? commands = null)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var parse = CreateRoot(commands ?? Commands()).Parse(SetOption.Expand(arguments));
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,          // Interruption decides what Ctrl-C means
        };
        try
        {
            if (parse.Errors.Count > 0) return ReportParseErrors(parse, error);
            return await parse.InvokeAsync(configuration, interrupted);
        }
        catch (Exception exception)
        {
            return Report(exception, error, parse.GetValue(Verbose));
        }
    }

    private static RootCommand CreateRoot(IEnumerable<Command> commands)
    {
        var root = new RootCommand("Reinforcement-learning driving sandbox.") { Verbose };
        foreach (var command in commands) root.Subcommands.Add(command);
        root.SetAction(parse => new HelpAction().Invoke(parse));
        return root;
    }

    private static int ReportParseErrors(ParseResult parse, TextWriter error)
    {
        foreach (var problem in parse.Errors) error.WriteLine(problem.Message);
        foreach (var token in parse.UnmatchedTokens)
        {
            if (NearestName.Of(token, KnownNames(parse.CommandResult.Command)) is { } name) error.WriteLine($"'{token}' is not known; did you mean '{name}'?");
        }
        error.WriteLine("See --help.");
        return ExitCode.UserMistake;
    }

    private static IEnumerable<string> KnownNames(Command command) =>
        [.. command.Subcommands.Select(known => known.Name), .. command.Options.Select(known => known.Name), Verbose.Name];

    private static int Report(Exception exception, TextWriter error, bool verbose)
    {
        var (code, message) = Explain(exception);
        error.WriteLine(verbose && code != ExitCode.Interrupted ? exception.ToString() : message);
        return code;
    }

    private static (int Code, string Message) Explain(Exception exception) => exception switch
    {
        OperationCanceledException => (ExitCode.Interrupted, "Interrupted."),
        UserErrorException => (ExitCode.UserMistake, exception.Message),
        DivergedException => (ExitCode.Diverged, exception.Message),
        StorageException => (ExitCode.Failure, exception.Message),
        IOException or UnauthorizedAccessException => (ExitCode.Failure, $"A file cannot be read or written: {OneLine(exception)} Check the disk and the permissions; --verbose shows where."),
        OutOfMemoryException => (ExitCode.UserMistake, "This takes more memory than there is. Lower --environments, the size of the pictures or the length of a rollout; --verbose shows where."),
        _ => (ExitCode.Failure, $"Unexpected {exception.GetType().Name}: {OneLine(exception)} This is a fault of the program: please report it, with what the same command says with --verbose."),
    };

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
