using RLSandbox.Core.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RLSandbox.Scenarios.Yaml;

/// <summary>Turns YAML text into nodes with positions, from the parser's events, without guessing types.</summary>
/// <remarks>
/// A strict part of YAML: one document, text keys, no doubled keys, no anchors, aliases, tags or merges, at most <see cref="DeepestNesting"/> levels
/// and <see cref="MostNodes"/> values.
/// A file therefore means what it seems to mean, and cannot grow when it is read.
/// </remarks>
public sealed class YamlTree
{
    /// <summary>Lists and maps inside each other that are still read.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Values of one file, keys included; what an alias would be expanded to could not be more either.</summary>
    public const int MostNodes = 100_000;

    /// <summary>Bytes and values of a file that holds a map: a city has some ten thousand lanes.</summary>
    public static readonly (int Bytes, int Nodes) MapLimits = (64 << 20, 2_000_000);

    private const int LongestQuote = 200;

    private readonly Parser _parser;
    private readonly ConfigProblems _problems;
    private readonly string _source;
    private readonly ConfigPosition? _fixedPosition;
    private readonly int _mostNodes;
    private int _nodes;

    private YamlTree(string text, string source, ConfigProblems problems, ConfigPosition? fixedPosition, int mostNodes = MostNodes)
    {
        _mostNodes = mostNodes;
        _parser = new(new StringReader(text));
        _source = source;
        _problems = problems;
        _fixedPosition = fixedPosition;
    }

    /// <summary>The one document of a file.</summary>
    /// <param name="source">Name for positions, as the user wrote it.</param>
    /// <param name="problems">Gets doubled keys; everything worse ends reading.</param>
    /// <param name="mostNodes">Values that are still read, keys included.</param>
    /// <exception cref="ConfigException">The text is empty, broken, or uses what is not supported.</exception>
    public static ConfigNode Parse(string text, string source, ConfigProblems problems, int mostNodes = MostNodes) => new YamlTree(text, source, problems, null, mostNodes).Document();

    /// <summary>A value from the command line: any YAML value, every node with the position of the argument.</summary>
    /// <exception cref="ConfigException">The text is broken, or uses what is not supported.</exception>
    public static ConfigNode ParseArgument(string text, ConfigPosition position)
    {
        if (string.IsNullOrWhiteSpace(text)) return ConfigNode.Scalar("", position);
        var problems = new ConfigProblems();
        var node = new YamlTree(text, position.Source, problems, position).Document();
        problems.ThrowIfAny();
        return node;
    }

    private ConfigNode Document()
    {
        try
        {
            Take<StreamStart>();
            if (_parser.Current is not DocumentStart)
                throw new ConfigException(_fixedPosition ?? new(_source, 1, 1), "expected a file with keys, found an empty one", "write at least a line such as scenario: my-task-v1");
            Take<DocumentStart>();
            var root = Node(0, "");
            Take<DocumentEnd>();
            if (_parser.Current is DocumentStart second) throw Refuse(second, "expected one document, found a second one", "delete everything from --- on");
            return root;
        }
        catch (YamlException error)
        {
            throw Invalid(error.Start, error.Message.TrimEnd('.'));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // What YamlDotNet 18.1 throws on some broken text instead of its own exception, without a place; found with random text.
            throw Invalid(_parser.Current?.End ?? Mark.Empty, "a value or tag cannot be read");
        }
    }

    private ConfigException Invalid(Mark place, string cause) =>
        new(PositionOf(place), $"this is not valid YAML: {Short(cause)}", "look at this line and the one above it: indentation, colons, brackets and quotes");

    private ConfigNode Node(int depth, string path)
    {
        var start = _parser.Current!;
        if (depth > DeepestNesting) throw Refuse(start, $"expected at most {DeepestNesting} levels inside each other", "write it flatter");
        if (++_nodes > _mostNodes) throw Refuse(start, $"expected at most {_mostNodes} values in a file", "is it the right file? Longer lists of points can be read from a CSV file");
        switch (start)
        {
            case AnchorAlias alias:
                throw Refuse(start, $"the alias *{Short(alias.Value.ToString())} is not supported", "write the value itself");
            case NodeEvent { Anchor.IsEmpty: false } node:
                throw Refuse(start, $"the anchor &{Short(node.Anchor.ToString())} is not supported", "delete it, and write the value wherever it is needed");
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } node:
                throw Refuse(start, $"the tag {Short(node.Tag.ToString())} is not supported", "delete it; put text in quotes");
            case Scalar scalar:
                _parser.MoveNext();
                return ConfigNode.Scalar(scalar.Value, PositionOf(start.Start), scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
            case SequenceStart:
                return List(depth, path);
            case MappingStart:
                return Map(depth, path);
            default:
                throw Refuse(start, $"expected a value, found {start.GetType().Name}", "look at this line and the one above it");
        }
    }

    private ConfigNode List(int depth, string path)
    {
        var position = PositionOf(Take<SequenceStart>().Start);
        var items = new List<ConfigNode>();
        while (_parser.Current is not SequenceEnd) items.Add(Node(depth + 1, path));
        Take<SequenceEnd>();
        return ConfigNode.List(items, position);
    }

    private ConfigNode Map(int depth, string path)
    {
        var position = PositionOf(Take<MappingStart>().Start);
        var entries = new List<ConfigEntry>();
        var lines = new Dictionary<string, int>();
        while (_parser.Current is not MappingEnd)
        {
            var start = _parser.Current!;
            var key = Node(depth + 1, path);
            if (key.Kind != ConfigNodeKind.Scalar || key.IsNothing) throw Refuse(start, $"expected a name before the colon, found {key}", "write key: value");
            var keyPath = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            var value = Node(depth + 1, keyPath);
            if (lines.TryAdd(key.Text, key.Position.Line)) entries.Add(new(key.Text, key.Position, value));
            else _problems.Add(key.Position, keyPath, $"doubled key, it stands in line {lines[key.Text]} already", "delete one of them");
        }
        Take<MappingEnd>();
        return ConfigNode.Map(entries, position);
    }

    private T Take<T>() where T : ParsingEvent
    {
        if (_parser.Current is null) _parser.MoveNext();
        if (_parser.Current is not T taken) throw new YamlException("expected the end of a value");
        _parser.MoveNext();
        return taken;
    }

    private static string Short(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";

    private ConfigException Refuse(ParsingEvent place, string message, string hint) => new(PositionOf(place.Start), message, hint);

    private ConfigPosition PositionOf(Mark mark) => _fixedPosition ?? new(_source, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
