using System.CommandLine;
using System.Text.RegularExpressions;

namespace RLSandbox.Cli.Commands;

/// <summary><c>--set PATH=VALUE …</c>: other values for keys of a scenario.</summary>
internal static partial class SetOption
{
    private const string Name = "--set";

    /// <summary>The option; each call makes a new one, since an option belongs to one command.</summary>
    public static Option<string[]> Create() => new(Name) { Description = "Other values for keys of the scenario: one or more of dotted.path=value; may be repeated.", HelpName = "PATH=VALUE …" };

    /// <summary>Gives each further <c>dotted.path=value</c> behind <c>--set</c> an option of its own, so that a scenario may still follow.</summary>
    public static string[] Expand(IReadOnlyList<string> arguments)
    {
        var expanded = new List<string>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var isFurther = i >= 2 && expanded[^2] == Name && Assignment().IsMatch(arguments[i]);
            if (isFurther) expanded.Add(Name);
            expanded.Add(arguments[i]);
        }
        return [.. expanded];
    }

    [GeneratedRegex(@"^[A-Za-z][\w-]*(\.[\w-]+)+=")]
    private static partial Regex Assignment();
}
