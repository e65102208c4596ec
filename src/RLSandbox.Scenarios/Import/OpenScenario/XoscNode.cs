using System.Globalization;
using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>An element of a scenario or catalogue, with the parameters that hold in it. Names count without their namespace.</summary>
internal sealed class XoscNode
{
    private readonly XElement _element;
    private readonly Scope _scope;
    private readonly string _file;

    /// <summary>An element inside <paramref name="outer"/>; its own declarations hold in it too.</summary>
    /// <param name="file">Name of the catalogue; empty for the scenario itself.</param>
    public XoscNode(XElement element, Scope outer, string file = "")
    {
        (_element, _file) = (element, file);
        _scope = Declared(outer);
    }

    /// <summary>What it is.</summary>
    public string Name => _element.Name.LocalName;

    /// <summary>What it is, and which one, for messages.</summary>
    public string Label
    {
        get
        {
            var name = Text("name") is { Length: > 0 } own ? own : Text("entityRef");
            var label = name.Length > 0 ? $"{Name} {Printable.Of(name, 80)}" : Name;
            return _file.Length > 0 ? $"{_file}: {label}" : label;
        }
    }

    /// <summary>Line in its file.</summary>
    public int Line => ImportFile.LineOf(_element);

    /// <summary>All elements in it.</summary>
    public IEnumerable<XoscNode> Children => _element.Elements().Select(child => new XoscNode(child, _scope, _file));

    /// <summary>First element in it; null for none.</summary>
    public XoscNode? First => _element.Elements().FirstOrDefault() is { } child ? new(child, _scope, _file) : null;

    /// <summary>Elements in it of a name.</summary>
    public IEnumerable<XoscNode> All(string name) => _element.Elements().Where(child => child.Name.LocalName == name).Select(child => new XoscNode(child, _scope, _file));

    /// <summary>First element in it of a name; null for none.</summary>
    public XoscNode? One(string name) => _element.Elements().FirstOrDefault(child => child.Name.LocalName == name) is { } found ? new(found, _scope, _file) : null;

    /// <summary>An attribute with its parameter put in, trimmed; empty for none. A parameter that nobody declared stays as it is written.</summary>
    public string Text(string attribute) => _scope.Value(_element.Attribute(attribute)?.Value.Trim() ?? "");

    /// <summary>A finite number; null for anything else.</summary>
    public double? Number(string attribute) => double.TryParse(Text(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>Whether an attribute says yes.</summary>
    public bool Flag(string attribute) => Text(attribute) is "true" or "1";

    /// <summary>Value of a declared parameter; null for none.</summary>
    public string? Parameter(string name) => _scope.Find(name);

    private Scope Declared(Scope outer)
    {
        Dictionary<string, string>? values = null;
        foreach (var list in _element.Elements())
        {
            if (list.Name.LocalName is not ("ParameterDeclarations" or "ParameterDeclaration")) continue;
            foreach (var item in list.Name.LocalName == "ParameterDeclaration" ? [list] : list.Elements())
                if (item.Attribute("name")?.Value.Trim() is { Length: > 0 } name && !outer.IsAssigned(name)) (values ??= new(StringComparer.Ordinal))[name] = outer.Value(item.Attribute("value")?.Value.Trim() ?? "");
        }
        return values is null ? outer : new(values, outer);
    }
}

/// <summary>Values of parameters, inner ones before outer ones.</summary>
internal sealed class Scope(IReadOnlyDictionary<string, string> values, Scope? outer = null)
{
    /// <summary>Without parameters.</summary>
    public static Scope Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>Whether these values win over what is declared further inside, as those that a reference to a catalogue gives do.</summary>
    public bool Wins { get; init; }

    /// <summary>A text itself, or the value of the parameter that it names: <c>$speed</c>.</summary>
    public string Value(string text) => text.StartsWith('$') && Find(text[1..]) is { } value ? value : text;

    /// <summary>Value of a parameter; null for none.</summary>
    public string? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Values.TryGetValue(name, out var value)) return value;
        return null;
    }

    /// <summary>Whether a declaration of this name has been given a value from outside.</summary>
    public bool IsAssigned(string name) => Wins && Values.ContainsKey(name);

    private IReadOnlyDictionary<string, string> Values { get; } = values;

    private Scope? Outer { get; } = outer;
}
