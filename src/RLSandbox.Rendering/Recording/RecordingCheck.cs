using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>Whether an environment is the one that a recording was made in, as far as can be told before anything is played.</summary>
internal static class RecordingCheck
{
    /// <exception cref="UserErrorException">Shapes differ; or, where no poses are stored, a map.</exception>
    public static void RequireFits(DrivingEnvironment environment, Recording recording, string source)
    {
        var (header, spec) = (recording.Header, environment.Spec);
        Require(source, "environments", header.Environments, spec.EnvironmentCount);
        Require(source, "agents", header.Agents, spec.AgentCount);
        Require(source, "kind of actions", header.ActionKind, spec.Action.Kind);
        Require(source, "numbers of an action", header.ActionDimensions, spec.Action.Dimensions);
        Require(source, "choices", string.Join(", ", header.ActionChoices), string.Join(", ", spec.Action.Choices));
        if (header.Place != environment.Place) throw new ArgumentException($"The environment was built as {environment.Place}, the recording is of {header.Place}.", nameof(environment));
        if (recording.Poses is null && OtherMap(environment, recording) is { } map)
            throw new UserErrorException($"{source}: {map}. Restore the map that {header.Scenario} had when it was recorded, or record it again.");
    }

    /// <summary>Which map is not as it was when it was recorded, without a full stop; null when all are.</summary>
    public static string? OtherMap(DrivingEnvironment environment, Recording recording)
    {
        foreach (var map in recording.Header.Maps)
        {
            if (map.Index >= environment.Maps.Count) return FormattableString.Invariant($"it was driven on map {map.Index} ({map.Name}), of which the scenario now has {environment.Maps.Count}");
            var hash = environment.Maps[map.Index].Hash().ToString("x16", CultureInfo.InvariantCulture);
            if (hash != map.Hash) return $"the map {map.Name} is not the recorded one: expected hash {map.Hash}, found {hash}";
        }
        return null;
    }

    private static void Require<T>(string source, string what, T recorded, T found)
    {
        if (!Equals(recorded, found))
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"{source}: the recording does not fit its own scenario: {what} {recorded}, found {found}. Record it again."));
    }
}
