using System.Globalization;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>What codes of signals mean: the format's own lights, and the German and American catalogues, which files of other countries use too.</summary>
internal static class SignCodes
{
    /// <summary>Of the format's own catalogue.</summary>
    private const int FirstLight = 1_000_001, LastLight = 1_000_020;

    private static readonly Dictionary<string, SignKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["206"] = SignKind.Stop, ["R1-1"] = SignKind.Stop, ["R1"] = SignKind.Stop,
        ["205"] = SignKind.Yield, ["R1-2"] = SignKind.Yield, ["341"] = SignKind.Yield,
        ["301"] = SignKind.Priority, ["306"] = SignKind.Priority,
        ["274"] = SignKind.SpeedLimit, ["R2-1"] = SignKind.SpeedLimit,
    };

    /// <summary>Meaning of a sign's code.</summary>
    public static SignKind Kind(string type) => _kinds.GetValueOrDefault(type);

    /// <summary>Whether a code is a light's.</summary>
    public static bool IsLight(string type) => int.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= FirstLight and <= LastLight;

    /// <summary>Whether a code is a line across lanes at which one stops or waits.</summary>
    public static bool IsStopLine(string type) => type is "294" or "341";

    /// <summary>Lanes that a light is for: those of people on foot, of bicycles, or of vehicles.</summary>
    public static bool IsFor(string type, LaneType lane) => type switch
    {
        "1000002" or "1000007" => lane == LaneType.Sidewalk,
        "1000013" or "1000014" => lane == LaneType.Biking,
        _ => lane is LaneType.Driving or LaneType.Ramp or LaneType.Bus,
    };

    /// <summary>Unit of the number on a speed sign of which the file says none.</summary>
    public static string UsualUnit(string type) => type.StartsWith('R') ? "mph" : "km/h";
}
