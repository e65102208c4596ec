using System.Globalization;
using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads elements and attributes by their local names, and notes what is unreadable with its place.</summary>
internal sealed class SourceReader(RoadMapDraft draft)
{
    private const int MostWarnings = 2000;                               // a broken exporter repeats one mistake in every element
    private static readonly HashSet<string> _named = ["road", "junction", "connection", "laneSection", "lane", "signal", "signalReference", "object", "controller"];
    private int _warnings;

    /// <summary>Children with a name, whatever their namespace.</summary>
    public static IEnumerable<XElement> Children(XElement? parent, string name) => parent is null ? [] : parent.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>First child with a name.</summary>
    public static XElement? Child(XElement? parent, string name) => Children(parent, name).FirstOrDefault();

    /// <summary>Text of an attribute without blanks around it; empty if it is missing.</summary>
    public static string Text(XElement element, string name) => element.Attribute(name)?.Value.Trim() ?? "";

    /// <summary>A finite number; <paramref name="fallback"/> if the attribute is missing, NaN and a warning if it is unreadable.</summary>
    public double Number(XElement element, string name, double fallback)
    {
        var text = Text(element, name);
        if (text.Length == 0) return fallback;
        if (TryNumber(text, out var value)) return value;
        if (TryNumberWithoutE(text, out value))
        {
            Warn(element, $"expected a number in {name}, found \"{Short(text)}\"; read as {value.ToString(CultureInfo.InvariantCulture)}");
            return value;
        }
        Warn(element, $"expected a number in {name}, found \"{Short(text)}\"; the element was left out");
        return double.NaN;
    }

    /// <summary>A whole number; null and a warning if there is none.</summary>
    public int? Whole(XElement element, string name)
    {
        var text = Text(element, name);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs((long)value) < 1_000_000) return value;
        Warn(element, $"expected a whole number in {name}, found \"{Short(text)}\"; the element was left out");
        return null;
    }

    /// <summary>Cubic records; unreadable ones are left out, disordered ones sorted.</summary>
    /// <param name="start">Attribute that says where a record starts.</param>
    /// <param name="origin">Where that attribute counts from, m along the road.</param>
    public CubicProfile Profile(IEnumerable<XElement> elements, string start, double origin = 0)
    {
        var records = new List<Cubic>();
        var isSorted = true;
        XElement? disorder = null;
        foreach (var element in elements)
        {
            if (Unreadable(element, start, "a", "b", "c", "d") is { } wrong)
            {
                Warn(element, $"expected a number in {wrong}, found \"{Short(Text(element, wrong))}\"; the element was left out");
                continue;
            }
            var record = new Cubic(origin + Number(element, start, 0), Number(element, "a", 0), Number(element, "b", 0), Number(element, "c", 0), Number(element, "d", 0));
            if (records.Count > 0 && record.Start < records[^1].Start) (isSorted, disorder) = (false, disorder ?? element);
            records.Add(record);
        }
        if (isSorted) return new(records);
        Warn(disorder!, $"expected records by growing {start}, found a smaller one; they were sorted");
        return new([.. records.OrderBy(record => record.Start)]);
    }

    /// <summary>Notes something that is wrong with an element.</summary>
    public void Warn(XElement element, string message, double? size = null)
    {
        _warnings++;
        if (_warnings == MostWarnings) draft.Warn("file", $"more than {MostWarnings - 1} mistakes; the others are not listed");
        if (_warnings < MostWarnings) draft.Warn(Describe(element), message, ImportFile.LineOf(element), size);
    }

    /// <summary>A text that fits into a message.</summary>
    public static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    /// <summary>A finite number with a decimal point.</summary>
    public static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>The first attribute that is there and no number; null if there is none.</summary>
    private static string? Unreadable(XElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Text(element, name) is { Length: > 0 } text && !TryNumber(text, out _) && !TryNumberWithoutE(text, out _)) return name;
        return null;
    }

    /// <summary>Some exporters lose the letter before the exponent: <c>4.000+0</c>.</summary>
    private static bool TryNumberWithoutE(string text, out double value)
    {
        value = double.NaN;
        var sign = text.AsSpan().LastIndexOfAny('+', '-');
        return sign > 0 && (char.IsAsciiDigit(text[sign - 1]) || text[sign - 1] == '.') && TryNumber(text.Insert(sign, "e"), out value);
    }

    private static string Describe(XElement element)
    {
        var words = new List<string>();
        for (var at = element; at?.Parent is not null; at = at.Parent)
        {
            var name = at.Name.LocalName;
            if (at != element && !_named.Contains(name)) continue;
            var id = Text(at, name == "laneSection" ? "s" : "id");
            words.Add(id.Length > 0 ? $"{name} {Short(id)}" : name);
        }
        words.Reverse();
        return words.Count > 0 ? string.Join(", ", words) : element.Name.LocalName;
    }
}
