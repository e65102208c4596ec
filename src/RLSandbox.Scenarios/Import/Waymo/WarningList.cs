using System.Globalization;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Warnings of which a file may have thousands alike: the first of each sort in full, the others as a number.</summary>
internal sealed class WarningList
{
    private const int MostAlike = 5;

    private readonly List<ImportWarning> _warnings = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Notes something.</summary>
    /// <param name="sort">What the same sort of warnings have in common; also the words for those that are only counted.</param>
    public void Add(string sort, string element, string message, int line = 0, double? size = null)
    {
        var count = _counts[sort] = _counts.GetValueOrDefault(sort) + 1;
        if (count <= MostAlike) _warnings.Add(new(element, message, line, size));
    }

    /// <summary>Everything noted so far.</summary>
    public IReadOnlyList<ImportWarning> All =>
    [
        .. _warnings,
        .. _counts.Where(sort => sort.Value > MostAlike)
            .Select(sort => new ImportWarning(sort.Key, string.Create(CultureInfo.InvariantCulture, $"{sort.Value - MostAlike} more of this sort"))),
    ];
}
