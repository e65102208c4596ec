using System.Text.RegularExpressions;

namespace RLSandbox.Core.Tests.Repository;

/// <summary>A call that source code must not contain.</summary>
/// <param name="Pattern">Regular expression, searched in each line without its comment.</param>
/// <param name="Applies">Whether the ban holds for this file.</param>
/// <param name="Reason">Why it is banned and what to write in its place.</param>
internal sealed record BannedCall(string Pattern, Func<string, bool> Applies, string Reason)
{
    private static readonly Func<string, bool> Everywhere = _ => true;

    /// <summary>The whole list. An exception to a rule is written into its <see cref="Applies"/>, with a comment why.</summary>
    public static IReadOnlyList<BannedCall> All { get; } =
    [
        new(@"new Random\(|Random\.Shared", Everywhere, "it has state or no seed; draw from a RandomKey"),
        new(@"RandomNumberGenerator", Everywhere, "another run gives another value; draw from a RandomKey"),
        new(@"DateTime\.(Now|Today)|DateTimeOffset\.Now", Everywhere, "local time depends on the machine; use TimeProvider.System.GetUtcNow() at the border, Stopwatch for durations"),
        new(@"Thread\.Sleep", Everywhere, "it wastes a worker; wait on a signal"),
        new(@"\bFile\.(OpenRead|OpenText|ReadAll\w+|ReadLines)\(", path => !path.EndsWith("/RegularFile.cs") && !path.EndsWith("/NativeLoader.cs"), "a named pipe would hold it up for ever; use RegularFile"),       // NativeLoader: files of our own packages
        new(@"GC\.Collect", Everywhere, "it hides a leak; dispose what you open"),
        new(@"catch\s*(\([^)]*\))?\s*\{\s*\}", Everywhere, "an error vanishes; handle it or let it through"),
        new(@"NotImplementedException", Everywhere, "half a feature; leave it out until it is whole"),
        new(@"#(if|pragma warning disable)", Everywhere, "logic must not depend on build switches; cure the warning"),
        new(@"\bConsole\.|AnsiConsole\.", path => !path.StartsWith("src/RLSandbox.Cli/"), "only the program talks to the terminal; return the value or take a callback"),
        new(@"\bMathF?\.(Sin|Cos|SinCos|Tan|Asin|Acos|Atan|Atan2|Sinh|Cosh|Tanh|Exp|Log|Log2|Log10|Pow|Cbrt|FusedMultiplyAdd)\(", IsWorld, "its last bit differs between machines; use Elementary"),
        new(@"MultiplyAddEstimate|ReciprocalEstimate|ReciprocalSqrtEstimate|\bFma\.|Vector(128|256|512)\.Sum\(|\.FusedMultiplyAdd\(", IsWorld, "its bits differ between machines; use plain + − × ÷ √, lane by lane"),
    ];

    /// <summary>The matches of this ban in a file: line numbers and lines.</summary>
    public IEnumerable<string> FindIn(string path, string text)
    {
        if (!Applies(path)) yield break;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Regex.IsMatch(WithoutComment(lines[i]), Pattern)) yield return $"{path}:{i + 1}: {lines[i].Trim()} — {Reason}";
        }
    }

    /// <summary>Everything whose bits decide a trajectory: the world itself, its maps, and what Core gives them.</summary>
    private static bool IsWorld(string path) =>
        path.StartsWith("src/RLSandbox.Driving/") || path.StartsWith("src/RLSandbox.Ecs/") || path.StartsWith("src/RLSandbox.Scenarios/Maps/") || path.StartsWith("src/RLSandbox.Scenarios/Towns/")
        || path.StartsWith("src/RLSandbox.Core/Mathematics/");

    private static string WithoutComment(string line)
    {
        var comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }
}
