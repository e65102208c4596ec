namespace RLSandbox.Cli;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>A fault of the program or the machine, such as a full disk, not of the person who called it.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a file it names is wrong; the message says what to do.</summary>
    public const int UserMistake = 2;

    /// <summary>Training stopped because a loss was not finite.</summary>
    public const int Diverged = 3;

    /// <summary>Ctrl-C or a termination signal; work was saved first.</summary>
    public const int Interrupted = 130;
}
