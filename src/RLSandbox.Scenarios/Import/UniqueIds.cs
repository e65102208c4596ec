using System.Globalization;

namespace RLSandbox.Scenarios.Import;

/// <summary>Ids that differ, whatever a file says.</summary>
internal sealed class UniqueIds
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>How many ids were changed.</summary>
    public int Repeats { get; private set; }

    /// <summary>The id itself, or with a number behind it where it has been given out before.</summary>
    public string Next(string id)
    {
        if (_taken.Add(id)) return id;
        Repeats++;
        var number = _repeats.GetValueOrDefault(id, 1);
        string unique;
        do unique = string.Create(CultureInfo.InvariantCulture, $"{id}#{++number}");
        while (!_taken.Add(unique));
        _repeats[id] = number;
        return unique;
    }
}
