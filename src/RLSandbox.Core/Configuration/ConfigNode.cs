using System.Globalization;

namespace RLSandbox.Core.Configuration;

/// <summary>Where something was written.</summary>
/// <param name="Source">File as the user named it, or the whole argument such as <c>--set map.seed=2</c>.</param>
/// <param name="Line">From 1; 0 where the source has no lines.</param>
/// <param name="Column">From 1; 0 where the source has no lines.</param>
public readonly record struct ConfigPosition(string Source, int Line, int Column)
{
    /// <summary>Whether the source is an argument, not a file.</summary>
    public bool IsArgument => Line == 0;

    /// <summary><c>file:line:column</c>, or the argument alone.</summary>
    public override string ToString() => IsArgument ? Source : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
}

/// <summary>The three shapes a value can have in a file.</summary>
public enum ConfigNodeKind
{
    /// <summary>One piece of text: a number, a flag, a name.</summary>
    Scalar,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Keys with values, in the order of the file.</summary>
    Map,
}

/// <summary>One <c>key: value</c> of a map.</summary>
public readonly record struct ConfigEntry(string Key, ConfigPosition KeyPosition, ConfigNode Value);

/// <summary>A parsed value that still knows where it was written. Immutable; types are given to it by <see cref="SectionReader"/> only.</summary>
public sealed class ConfigNode
{
    private const int LongestQuote = 40;

    private ConfigNode(ConfigNodeKind kind, ConfigPosition position)
    {
        Kind = kind;
        Position = position;
    }

    /// <summary>Shape.</summary>
    public ConfigNodeKind Kind { get; }

    /// <summary>First character of the value.</summary>
    public ConfigPosition Position { get; }

    /// <summary>Text of a scalar; empty for the other kinds.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Whether a scalar stood in quotes, and so is text even if it reads like a number.</summary>
    public bool IsQuoted { get; private init; }

    /// <summary>Elements of a list; empty for the other kinds.</summary>
    public IReadOnlyList<ConfigNode> Items { get; private init; } = [];

    /// <summary>Entries of a map; empty for the other kinds.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; private init; } = [];

    /// <summary>Whether nothing was written: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNothing => Kind == ConfigNodeKind.Scalar && !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>One piece of text.</summary>
    public static ConfigNode Scalar(string text, ConfigPosition position, bool quoted = false) =>
        new(ConfigNodeKind.Scalar, position) { Text = text, IsQuoted = quoted };

    /// <summary>Values in order.</summary>
    public static ConfigNode List(IReadOnlyList<ConfigNode> items, ConfigPosition position) => new(ConfigNodeKind.List, position) { Items = items };

    /// <summary>Keys with values; of a doubled key the first one counts.</summary>
    public static ConfigNode Map(IReadOnlyList<ConfigEntry> entries, ConfigPosition position) => new(ConfigNodeKind.Map, position) { Entries = entries };

    /// <summary>The value under <paramref name="key"/> of a map; null where there is none.</summary>
    public ConfigNode? Find(string key)
    {
        foreach (var entry in Entries)
            if (entry.Key == key)
                return entry.Value;
        return null;
    }

    /// <summary>The value in the words of an error message: <c>12</c>, <c>"fast"</c>, <c>nothing</c>, <c>a list of 3</c>, <c>a section</c>.</summary>
    public override string ToString() => Kind switch
    {
        ConfigNodeKind.List => string.Create(CultureInfo.InvariantCulture, $"a list of {Items.Count}"),
        ConfigNodeKind.Map => "a section",
        _ when IsNothing => "nothing",
        _ when IsQuoted || !ScalarText.LooksTyped(Text) => $"\"{Shorten(Text)}\"",
        _ => Shorten(Text),
    };

    private static string Shorten(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }
}
