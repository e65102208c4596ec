namespace RLSandbox.Core.Configuration;

/// <summary>Type of a declared key.</summary>
public enum ConfigFieldKind
{
    /// <summary>Single-precision number (<see cref="float"/>).</summary>
    Number,

    /// <summary>Double-precision number (<see cref="double"/>).</summary>
    Double,

    /// <summary>Whole number (<see cref="long"/>).</summary>
    Integer,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a few names.</summary>
    Choice,

    /// <summary>Numbers in order (<see cref="IReadOnlyList{T}"/> of <see cref="float"/>).</summary>
    Numbers,

    /// <summary>Texts in order (<see cref="IReadOnlyList{T}"/> of <see cref="string"/>).</summary>
    Texts,

    /// <summary>A <see cref="NumberRange"/>.</summary>
    Range,

    /// <summary>A number, or a section with the one key <c>weight</c>.</summary>
    Weight,

    /// <summary>Keys of its own.</summary>
    Section,

    /// <summary>Anything: bound by somebody else later (<see cref="ConfigNode"/>).</summary>
    Free,
}

/// <summary>One key as code declared it by reading it: schema, <c>show</c> and docs are made from these.</summary>
/// <param name="Key">camelCase name inside its section.</param>
/// <param name="Kind">Type.</param>
/// <param name="Doc">One sentence for the reader of the file.</param>
public sealed record ConfigField(string Key, ConfigFieldKind Kind, string Doc)
{
    /// <summary>Value where the file says nothing; null where the key is then absent, and for sections.</summary>
    public object? Default { get; init; }

    /// <summary>Value in effect; null where the key is absent, and for sections.</summary>
    public object? Value { get; init; }

    /// <summary>Smallest allowed number; -∞ for none.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed number; +∞ for none.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Allowed names of a choice.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Keys inside; null for everything but sections.</summary>
    public SectionReader? Section { get; init; }

    /// <summary>What every key inside may hold, where the author of the file chooses their names; null for all other sections.</summary>
    public SectionReader? Template { get; init; }

    /// <summary>Whether the key must be in the file.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the file has the key.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Whether the resolved file has the key: optional sections and texts only where they are in effect.</summary>
    public bool IsShown { get; init; } = true;
}
