namespace RLSandbox.Core.Configuration;

/// <summary>Gives parsed values their types; what does not fit becomes a problem, and the result is null.</summary>
/// <remarks>Paths are dotted key paths; the end of their last key tells the unit that a message names.</remarks>
internal readonly struct ValueReader(ConfigProblems problems)
{
    private const string OutOfRange = "choose a value in that range";

    public float? Number(ConfigNode node, string path, (float Min, float Max) bounds, string noun = "a number")
    {
        var expected = ScalarText.Expected(noun, bounds.Min, bounds.Max, path);
        if (Finite(node, path, expected) is not { } value) return null;
        var narrow = (float)value;                                   // first, so that a bound such as 0.1 may itself be written
        if (float.IsFinite(narrow) && narrow >= bounds.Min && narrow <= bounds.Max) return narrow;
        Mismatch(node, path, expected, OutOfRange);
        return null;
    }

    public double? Double(ConfigNode node, string path, (double Min, double Max) bounds)
    {
        var expected = ScalarText.Expected("a number", bounds.Min, bounds.Max, path);
        if (Finite(node, path, expected) is not { } value) return null;
        if (value >= bounds.Min && value <= bounds.Max) return value;
        Mismatch(node, path, expected, OutOfRange);
        return null;
    }

    public long? Integer(ConfigNode node, string path, (long Min, long Max) bounds)
    {
        var expected = ScalarText.Expected("a whole number", Bound(bounds.Min), Bound(bounds.Max), path);
        var isWhole = node.Kind == ConfigNodeKind.Scalar && !node.IsQuoted && ScalarText.TryInteger(node.Text, out _);
        if (!isWhole)
        {
            Mismatch(node, path, expected, ScalarText.IntegerHint(node));
            return null;
        }
        if (ScalarText.TryInteger(node.Text, out var value) && value >= bounds.Min && value <= bounds.Max) return value;
        Mismatch(node, path, expected, OutOfRange);
        return null;
    }

    public bool? Flag(ConfigNode node, string path)
    {
        var isFlag = node.Kind == ConfigNodeKind.Scalar & ScalarText.TryFlag(node.Text, out var value);
        if (isFlag && !node.IsQuoted) return value;
        Mismatch(node, path, "true or false", isFlag ? "remove the quotes" : "write true or false");
        return null;
    }

    /// <summary>In an argument, where quotes are hard to write, a number is text, too.</summary>
    public string? Text(ConfigNode node, string path)
    {
        var isText = node.Kind == ConfigNodeKind.Scalar && !node.IsNothing;
        if (isText && (node.IsQuoted || node.Position.IsArgument || !ScalarText.LooksTyped(node.Text))) return node.Text;
        Mismatch(node, path, "text", isText ? $"write it in quotes: \"{node.Text}\"" : "write a text, or delete the key");
        return null;
    }

    public string? Choice(ConfigNode node, string path, IReadOnlyList<string> allowed)
    {
        if (node.Kind == ConfigNodeKind.Scalar && allowed.Contains(node.Text)) return node.Text;
        var nearest = node.Kind == ConfigNodeKind.Scalar ? NearestName.Of(node.Text, allowed) : null;
        Mismatch(node, path, $"one of {string.Join(", ", allowed)}", nearest is null ? "choose one of these names" : $"did you mean \"{nearest}\"?");
        return null;
    }

    public IReadOnlyList<float>? Numbers(ConfigNode node, string path, (float Min, float Max) bounds)
    {
        if (!IsList(node, path, "a list of numbers", "1, 2")) return null;
        var values = new List<float>(node.Items.Count);
        foreach (var item in node.Items)
            if (Number(item, path, bounds) is { } value)
                values.Add(value);
        return values;
    }

    /// <param name="allowed">Empty for any text.</param>
    public IReadOnlyList<string>? Texts(ConfigNode node, string path, IReadOnlyList<string> allowed)
    {
        if (!IsList(node, path, "a list of names", "a, b")) return null;
        var values = new List<string>(node.Items.Count);
        foreach (var item in node.Items)
            if ((allowed.Count == 0 ? Text(item, path) : Choice(item, path, allowed)) is { } value)
                values.Add(value);
        return values;
    }

    public IReadOnlyList<string>? Files(ConfigNode node, string path, Func<string, (string? Path, string Hint)> locate)
    {
        if (!IsList(node, path, "a list of files", "a.yaml, b.yaml")) return null;
        var files = new List<string>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (Text(item, path) is not { } name) continue;
            var (file, hint) = locate(name);
            if (file is null) Mismatch(item, path, "the name of a file", hint);
            files.Add(file ?? name);
        }
        return files;
    }

    public NumberRange? Range(ConfigNode node, string path, (float Min, float Max) bounds)
    {
        if (node.Kind == ConfigNodeKind.Scalar) return Number(node, path, bounds, "a number or [low, high]") is { } value ? NumberRange.Fixed(value) : null;
        var choices = node.Kind == ConfigNodeKind.Map && node.Entries.Count == 1 ? node.Find("choice") : null;
        var list = choices ?? node;
        if (list.Kind != ConfigNodeKind.List || list.Items.Count == 0 || (choices is null && list.Items.Count != 2))
        {
            Mismatch(node, path, "a number, [low, high] or { choice: [a, b, c] }", "write one of these three forms");
            return null;
        }
        var before = problems.Count;
        var values = Numbers(list, path, bounds)!;
        if (problems.Count > before) return null;
        if (choices is not null) return NumberRange.Choice([.. values]);
        if (values[0] <= values[1]) return NumberRange.Uniform(values[0], values[1]);
        Mismatch(node, path, "[low, high] with the smaller number first", $"write [{list.Items[1]}, {list.Items[0]}]");
        return null;
    }

    private double? Finite(ConfigNode node, string path, string expected)
    {
        var isNumber = node.Kind == ConfigNodeKind.Scalar & ScalarText.TryNumber(node.Text, out var value);
        if (isNumber && !node.IsQuoted) return value;
        Mismatch(node, path, expected, ScalarText.NumberHint(node));
        return null;
    }

    private bool IsList(ConfigNode node, string path, string expected, string example)
    {
        if (node.Kind == ConfigNodeKind.List) return true;
        var isValue = node.Kind == ConfigNodeKind.Scalar && !node.IsNothing;
        Mismatch(node, path, expected, $"write it in brackets, such as [{(isValue ? node.Text : example)}]");
        return false;
    }

    private void Mismatch(ConfigNode node, string path, string expected, string hint) => problems.Add(node.Position, path, $"expected {expected}, found {node}", hint);

    /// <summary>The ends of the types are no bounds that a reader needs to hear of.</summary>
    internal static double Bound(long bound) => bound switch
    {
        long.MinValue or int.MinValue => double.NegativeInfinity,
        long.MaxValue or int.MaxValue => double.PositiveInfinity,
        _ => bound,
    };
}
