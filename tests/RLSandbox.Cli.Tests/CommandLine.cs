using System.CommandLine;

namespace RLSandbox.Cli.Tests;

/// <summary>What a command line printed and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Calls the program in-process with redirected writers.</summary>
internal static class CommandLine
{
    public static CommandResult Run(params string[] arguments) => Run(CancellationToken.None, null, arguments);

    public static CommandResult Run(CancellationToken interrupted, IEnumerable<Command>? commands, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Program.Run(arguments, output, error, interrupted, commands).GetAwaiter().GetResult();
        return new(exitCode, output.ToString(), error.ToString());
    }
}
