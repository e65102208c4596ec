namespace RLSandbox.Core.Configuration;

/// <summary>Reads one map of a file key by key and remembers what was declared, so that reading, schema, <c>show</c> and docs are one text.</summary>
/// <remarks>
/// A value that cannot be used is noted as a problem and replaced by its fallback, so that reading goes on and all problems are found at once.
/// The owner of the outermost reader calls <see cref="Finish"/> and then <see cref="ConfigProblems.ThrowIfAny"/>; the values mean nothing before that.
/// </remarks>
public sealed class SectionReader
{
    private readonly ConfigNode? _map;
    private readonly ConfigProblems _problems;
    private readonly ValueReader _values;
    private readonly SectionReader? _parent;
    private readonly List<ConfigField> _fields = [];
    private bool _finished;

    /// <summary>A reader of <paramref name="map"/>.</summary>
    /// <param name="map">Null where the file has no such section: every key then has its fallback.</param>
    /// <param name="path">Dotted path of the section; empty for the whole file.</param>
    public SectionReader(ConfigNode? map, ConfigProblems problems, string path) : this(map, problems, path, null)
    {
    }

    private SectionReader(ConfigNode? map, ConfigProblems problems, string path, SectionReader? parent)
    {
        _problems = problems;
        _values = new(problems);
        _parent = parent;
        Path = path;
        if (map is null || map.Kind == ConfigNodeKind.Map)
        {
            _map = map;
            return;
        }
        var hint = map.IsNothing && path.Length > 0 ? "write its keys below it, or delete the key to use the defaults" : "write it as key: value lines";
        problems.Add(map.Position, path, $"expected a section, found {map}", hint);
    }

    /// <summary>Dotted path, such as <c>map.generated</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>Where the section begins; the place of nothing where the file has none.</summary>
    public ConfigPosition Place => _map?.Position ?? default;

    /// <summary>Whether the file has this section.</summary>
    public bool IsGiven => _map is not null;

    /// <summary>Declared keys in the order of reading.</summary>
    public IReadOnlyList<ConfigField> Fields => _fields;

    /// <summary>Whether the file has <paramref name="key"/>; does not declare it.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>What stands under <paramref name="key"/>, as it was written; does not declare it.</summary>
    public ConfigNode? Node(string key) => Find(key);

    /// <summary>A single-precision number.</summary>
    public float Number(string key, float fallback, string doc, float min = float.NegativeInfinity, float max = float.PositiveInfinity)
    {
        var value = (Find(key) is { } node ? _values.Number(node, Join(key), (min, max)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Number, doc) { Default = fallback, Value = value, Minimum = min, Maximum = max });
        return value;
    }

    /// <summary>A double-precision number, for what single precision would round, such as a learning rate.</summary>
    public double Double(string key, double fallback, string doc, double min = double.NegativeInfinity, double max = double.PositiveInfinity)
    {
        var value = (Find(key) is { } node ? _values.Double(node, Join(key), (min, max)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Double, doc) { Default = fallback, Value = value, Minimum = min, Maximum = max });
        return value;
    }

    /// <summary>A whole number.</summary>
    public int Integer(string key, int fallback, string doc, int min = int.MinValue, int max = int.MaxValue) => (int)Long(key, fallback, doc, min, max);

    /// <summary>A whole number beyond the range of <see cref="int"/>, such as a seed or a number of steps.</summary>
    public long Long(string key, long fallback, string doc, long min = long.MinValue, long max = long.MaxValue)
    {
        var value = (Find(key) is { } node ? _values.Integer(node, Join(key), (min, max)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Integer, doc)
        {
            Default = fallback, Value = value, Minimum = ValueReader.Bound(min), Maximum = ValueReader.Bound(max),
        });
        return value;
    }

    /// <summary>A whole number that may be absent.</summary>
    public long? OptionalLong(string key, string doc, long min = long.MinValue, long max = long.MaxValue)
    {
        var value = Find(key) is { } node ? _values.Integer(node, Join(key), (min, max)) : null;
        Declare(new(key, ConfigFieldKind.Integer, doc)
        {
            Value = value, IsShown = value is not null, Minimum = ValueReader.Bound(min), Maximum = ValueReader.Bound(max),
        });
        return value;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool fallback, string doc)
    {
        var value = (Find(key) is { } node ? _values.Flag(node, Join(key)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Flag, doc) { Default = fallback, Value = value });
        return value;
    }

    /// <summary>Any text.</summary>
    public string Text(string key, string fallback, string doc)
    {
        var value = (Find(key) is { } node ? _values.Text(node, Join(key)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Text, doc) { Default = fallback, Value = value });
        return value;
    }

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string key, string? fallback, string doc)
    {
        var value = (Find(key) is { } node ? _values.Text(node, Join(key)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Text, doc) { Default = fallback, Value = value, IsShown = value is not null });
        return value;
    }

    /// <summary>A text that the file must have; empty where it does not.</summary>
    /// <param name="example">A value to show to somebody who left it out.</param>
    public string RequiredText(string key, string example, string doc)
    {
        var node = Find(key);
        if (node is null) Reject(key, $"the key \"{key}\" is missing", $"write a line such as {key}: {example}");
        var value = (node is null ? null : _values.Text(node, Join(key))) ?? "";
        Declare(new(key, ConfigFieldKind.Text, doc) { Value = value, IsRequired = true });
        return value;
    }

    /// <summary>One of <paramref name="allowed"/>.</summary>
    public string Choice(string key, string fallback, IReadOnlyList<string> allowed, string doc)
    {
        var value = (Find(key) is { } node ? _values.Choice(node, Join(key), allowed) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Choice, doc) { Default = fallback, Value = value, Allowed = allowed });
        return value;
    }

    /// <summary>Numbers in order, each inside the bounds.</summary>
    public IReadOnlyList<float> Numbers(
        string key, IReadOnlyList<float> fallback, string doc, float min = float.NegativeInfinity, float max = float.PositiveInfinity)
    {
        var value = (Find(key) is { } node ? _values.Numbers(node, Join(key), (min, max)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Numbers, doc) { Default = fallback, Value = value, Minimum = min, Maximum = max });
        return value;
    }

    /// <summary>Texts in order.</summary>
    /// <param name="allowed">Names to choose from; null for any text.</param>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> fallback, string doc, IReadOnlyList<string>? allowed = null)
    {
        var value = (Find(key) is { } node ? _values.Texts(node, Join(key), allowed ?? []) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Texts, doc) { Default = fallback, Value = value, Allowed = allowed ?? [] });
        return value;
    }

    /// <summary>Names of files, each replaced by what <paramref name="locate"/> says.</summary>
    /// <param name="locate">The file a name stands for, or null and what to do about it.</param>
    public IReadOnlyList<string> Files(string key, IReadOnlyList<string> fallback, string doc, Func<string, (string? Path, string Hint)> locate)
    {
        var value = (Find(key) is { } node ? _values.Files(node, Join(key), locate) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Texts, doc) { Default = fallback, Value = value });
        return value;
    }

    /// <summary>A number, <c>[low, high]</c>, or <c>{ choice: [...] }</c>; every value inside the bounds.</summary>
    public NumberRange Range(string key, NumberRange fallback, string doc, float min = float.NegativeInfinity, float max = float.PositiveInfinity)
    {
        var value = (Find(key) is { } node ? _values.Range(node, Join(key), (min, max)) : null) ?? fallback;
        Declare(new(key, ConfigFieldKind.Range, doc) { Default = fallback, Value = value, Minimum = min, Maximum = max });
        return value;
    }

    /// <summary>A weight, written as a number or as <c>{ weight: number }</c>.</summary>
    /// <param name="withoutSection">Value where the file has no such section at all; null: the fallback there, too.</param>
    public float Weight(string key, float fallback, string doc, float? withoutSection = null)
    {
        var node = Find(key);
        var value = IsGiven ? fallback : withoutSection ?? fallback;
        if (node is { Kind: ConfigNodeKind.Map })
        {
            var inner = new SectionReader(node, _problems, Join(key), this);
            value = inner.Number("weight", fallback, doc);
            inner.ReportUnknownKeys();
        }
        else if (node is not null)
        {
            value = _values.Number(node, Join(key), (float.NegativeInfinity, float.PositiveInfinity), "a number or { weight: number }") ?? fallback;
        }
        Declare(new(key, ConfigFieldKind.Weight, doc) { Default = fallback, Value = value });
        return value;
    }

    /// <summary>A map inside this one; its reader has every fallback where the file has none.</summary>
    /// <param name="shown">Whether the resolved file has the section although this one does not: false for optional ones that are not in effect.</param>
    public SectionReader Section(string key, string doc, bool shown = true)
    {
        var section = new SectionReader(Find(key), _problems, Join(key), this);
        Declare(new(key, ConfigFieldKind.Section, doc) { Section = section, IsShown = shown || Has(key) });
        return section;
    }

    /// <summary>A map whose keys are names that the author of the file chooses, each with a section below it.</summary>
    /// <param name="nameDoc">One sentence about any of them.</param>
    /// <param name="bind">Reads one by its name; called once more on an empty section, for schema and docs.</param>
    public IReadOnlyList<T> Named<T>(string key, string doc, string nameDoc, Func<string, SectionReader, T> bind)
    {
        const string AnyName = "NAME";
        var section = new SectionReader(Find(key), _problems, Join(key), this);
        var template = new SectionReader(null, new ConfigProblems(), section.Join(AnyName));
        bind(AnyName, template);
        Declare(new(key, ConfigFieldKind.Section, doc) { Section = section, Template = template });
        return [.. (section._map?.Entries ?? []).Select(entry => bind(entry.Key, section.Section(entry.Key, nameDoc)))];
    }

    /// <summary>Whatever stands under <paramref name="key"/>, unchecked, for somebody else to bind; null where there is nothing.</summary>
    public ConfigNode? Free(string key, string doc)
    {
        var node = Find(key);
        Declare(new(key, ConfigFieldKind.Free, doc) { Value = node, IsShown = node is not null });
        return node;
    }

    /// <summary>Notes that a value is wrong for a reason that its type does not tell, such as two keys that exclude each other.</summary>
    /// <param name="key">Key in this section, present or not; empty for the section itself.</param>
    public void Reject(string key, string message, string hint)
    {
        var nearest = this;
        while (nearest._map is null && nearest._parent is not null) nearest = nearest._parent;
        var position = _map?.Find(key)?.Position ?? nearest._map?.Position ?? new ConfigPosition("(defaults)", 0, 0);
        _problems.Add(position, key.Length == 0 ? Path : Join(key), message, hint);
    }

    /// <summary>Notes a mistake that was found in what stands here by somebody else, such as the owner of a <see cref="Free"/> value.</summary>
    public void Report(ConfigProblem problem) => _problems.Add(problem.Position, problem.Path, problem.Message, problem.Hint);

    /// <summary>Notes every key that nobody declared, here and in the sections inside. Does nothing in a section of another reader, whose owner does it, or twice.</summary>
    public void Finish()
    {
        if (_parent is not null || _finished) return;
        _finished = true;
        ReportUnknownKeys();
    }
    private ConfigNode? Find(string key) => _map?.Find(key);

    private string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private void Declare(ConfigField field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(field.Doc);
        if (Declares(field.Key)) throw new ArgumentException($"The key '{Join(field.Key)}' is read twice.");
        _fields.Add(field with { IsGiven = Has(field.Key) });
    }

    private void ReportUnknownKeys()
    {
        var keys = _fields.Select(field => field.Key).ToList();
        foreach (var entry in _map?.Entries ?? [])
            if (!keys.Contains(entry.Key))
                _problems.Add(entry.KeyPosition, Join(entry.Key), "unknown key", _problems.AreMany ? "delete it" : UnknownKeyHint(entry.Key, keys));
        foreach (var field in _fields) field.Section?.ReportUnknownKeys();
    }

    private string UnknownKeyHint(string key, List<string> keys)
    {
        if (NearestName.Of(key, keys) is { } nearest) return $"did you mean \"{nearest}\"?";
        var root = this;
        while (root._parent is not null) root = root._parent;
        var elsewhere = root.AllSections().ToList();
        if (elsewhere.Find(section => section.Declares(key)) is { Path.Length: > 0 } owner) return $"move it to the section \"{owner.Path}\", or delete it";
        foreach (var section in elsewhere)
            if (NearestName.Of(key, section._fields.Select(field => field.Key)) is { } near)
                return $"did you mean \"{section.Join(near)}\"?";
        return keys.Count == 0 ? "delete it: no key is allowed here" : $"use one of {string.Join(", ", keys)}, or delete it";
    }

    private bool Declares(string key) => _fields.Any(field => field.Key == key);

    private IEnumerable<SectionReader> AllSections() => _fields.Where(field => field.Section is not null).SelectMany(field => field.Section!.AllSections()).Prepend(this);
}
