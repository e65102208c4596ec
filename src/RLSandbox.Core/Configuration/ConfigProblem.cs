namespace RLSandbox.Core.Configuration;

/// <summary>One mistake in a file or argument.</summary>
/// <param name="Position">Where it was written.</param>
/// <param name="Path">Dotted key path, such as <c>map.generated.count</c>; empty for the file as a whole.</param>
/// <param name="Message">What was expected and what was found.</param>
/// <param name="Hint">What to do.</param>
public sealed record ConfigProblem(ConfigPosition Position, string Path, string Message, string Hint)
{
    private const int LongestPath = 200;

    /// <summary>One line: place, key, message, hint.</summary>
    public override string ToString() => Path.Length == 0 ? $"{Position}: {Message}; {Hint}" : $"{Position}: {(Path.Length <= LongestPath ? Path : Path[..LongestPath] + "…")}: {Message}; {Hint}";
}

/// <summary>Collects mistakes, so that a user hears of all of them at once.</summary>
public sealed class ConfigProblems
{
    private const int MostHelped = 1000;

    private readonly List<ConfigProblem> _found = [];

    /// <summary>Whether there are so many already that nobody reads a guess about one more.</summary>
    public bool AreMany => _found.Count >= MostHelped;

    /// <summary>Mistakes in the order of the file, those of arguments after them.</summary>
    public IReadOnlyList<ConfigProblem> InOrder =>
        [.. _found.OrderBy(problem => problem.Position.IsArgument).ThenBy(problem => problem.Position.Line).ThenBy(problem => problem.Position.Column)];

    /// <summary>Number of mistakes so far.</summary>
    public int Count => _found.Count;

    /// <summary>Notes a mistake and goes on.</summary>
    public void Add(ConfigPosition position, string path, string message, string hint) => _found.Add(new(position, path, message, hint));

    /// <summary>Ends reading if anything was wrong.</summary>
    /// <exception cref="ConfigException">At least one mistake was noted.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0) throw new ConfigException(InOrder);
    }
}

/// <summary>A file or argument that cannot be used; the message has one line per mistake.</summary>
public sealed class ConfigException : UserErrorException
{
    private const int MostLines = 100;

    /// <summary>Reports <paramref name="problems"/> in the order given.</summary>
    public ConfigException(IReadOnlyList<ConfigProblem> problems) : base(Lines(problems)) => Problems = problems;

    /// <summary>A single mistake.</summary>
    public ConfigException(ConfigPosition position, string message, string hint) : this([new(position, "", message, hint)])
    {
    }

    /// <summary>Every mistake, in the order of the file.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }

    private static string Lines(IReadOnlyList<ConfigProblem> problems)
    {
        var lines = string.Join('\n', problems.Take(MostLines));
        return problems.Count <= MostLines ? lines : $"{lines}\n… and {problems.Count - MostLines} more";
    }
}
