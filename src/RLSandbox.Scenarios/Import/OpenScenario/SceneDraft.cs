using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.Waymo;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>What all readers of a scenario share.</summary>
internal sealed class SceneDraft
{
    private const int MostSorts = 1000;

    private readonly WarningList _warnings = new();
    private readonly HashSet<string> _sorts = new(StringComparer.Ordinal);

    /// <summary>A draft without warnings.</summary>
    public SceneDraft(Frame frame, bool isRunner) => (Frame, IsRunner) = (frame, isRunner);

    /// <summary>How the file's coordinates lie on the map.</summary>
    public Frame Frame { get; }

    /// <summary>Whether the file was made for CARLA's ScenarioRunner, which reads triggers and steps of speed in its own way.</summary>
    public bool IsRunner { get; }

    /// <summary>Everything that was noted.</summary>
    public IReadOnlyList<ImportWarning> Warnings => _warnings.All;

    /// <summary>Notes something; of the same sort at most five are listed.</summary>
    public void Warn(XoscNode node, string message, string sort = "", double? size = null)
    {
        if (sort.Length == 0) sort = $"{node.Name}: {message}";
        if (_sorts.Count >= MostSorts && !_sorts.Contains(sort)) sort = "warnings of other sorts";
        _sorts.Add(sort);
        _warnings.Add(sort, node.Label, message, node.Line, size);
    }

    /// <summary>A number that has to be there; a warning and null if it is not.</summary>
    public double? Number(XoscNode node, string attribute, double least = double.MinValue, double most = double.MaxValue)
    {
        if (node.Number(attribute) is { } value && value >= least && value <= most) return value;
        var range = least > double.MinValue ? FormattableString.Invariant($" from {least} to {(most < double.MaxValue ? most : "∞")}") : "";
        Warn(node, $"expected a number{range} as {attribute}, found \"{Printable.Of(node.Text(attribute), 80)}\"; it was left out");
        return null;
    }
}

/// <summary>How coordinates of a scenario become those of its map.</summary>
/// <param name="IsMirrored">Whether y runs to the right of x, as in CARLA: then y, headings, t and offsets change their sign.</param>
/// <param name="Shift">What was subtracted from the map's coordinates.</param>
internal sealed record Frame(bool IsMirrored, MapPoint Shift)
{
    private double Sign => IsMirrored ? -1 : 1;

    /// <summary>A place on the map.</summary>
    public MapPoint Place(double x, double y, double z) => new(x - Shift.X, Sign * y - Shift.Y, z - Shift.Z);

    /// <summary>A heading or anything across, left positive.</summary>
    public double Left(double value) => IsMirrored ? -value : value;
}
