namespace RLSandbox.Cli.Doctor;

/// <summary>How a thing was found.</summary>
internal enum FindingState
{
    /// <summary>There and usable.</summary>
    Ok,

    /// <summary>Not there; the program works without it, slower or with fewer outputs.</summary>
    Missing,

    /// <summary>Needed, and not usable.</summary>
    Broken,
}

/// <summary>One row of <c>rlsandbox doctor</c>.</summary>
/// <param name="Name">camelCase name, the same in the table and in JSON.</param>
/// <param name="Value">What was found, for people.</param>
/// <param name="Advice">What to do about it; empty when nothing needs doing.</param>
internal sealed record Finding(string Name, FindingState State, string Value, string Advice = "")
{
    /// <summary>A thing as it should be.</summary>
    public static Finding Ok(string name, string value) => new(name, FindingState.Ok, value);
}
