using System.CommandLine;
using Spectre.Console;

namespace RLSandbox.Cli;

/// <summary>Where a command writes: results alone on standard output, everything for people beside them.</summary>
/// <remarks>With <c>--json</c> standard output carries nothing but the JSON document, and tables and progress go to standard error.</remarks>
internal sealed class Terminal
{
    private const int RedirectedWidth = 120;

    private readonly TextWriter _people;

    private Terminal(TextWriter results, TextWriter people)
    {
        Results = results;
        _people = people;
        People = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(people) });
        IsInteractive = People.Profile.Out.IsTerminal && People.Profile.Capabilities.Ansi;
        if (!People.Profile.Out.IsTerminal) People.Profile.Width = RedirectedWidth;
    }

    /// <summary>Standard output as plain text: JSON, YAML and other things that a program reads.</summary>
    public TextWriter Results { get; }

    /// <summary>Spectre console for people: standard output, or standard error when standard output carries JSON.</summary>
    public IAnsiConsole People { get; }

    /// <summary>Whether a person watches, so that a live display makes sense; false when redirected.</summary>
    public bool IsInteractive { get; }

    /// <summary>The terminal of one command call.</summary>
    /// <param name="json">Whether standard output is kept for a JSON document.</param>
    public static Terminal Of(ParseResult parse, bool json = false)
    {
        var streams = parse.InvocationConfiguration;
        return new(streams.Output, json ? streams.Error : streams.Output);
    }

    /// <summary>One line for people, never wrapped, so that paths in it can be copied. Not while a live display is shown.</summary>
    public void Say(FormattableString text) => _people.WriteLine(FormattableString.Invariant(text));
}
