using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Maps;

/// <summary>How the enumerations of road maps are spelled in files: camelCase.</summary>
internal static class RoadWords
{
    private const RoadUsers Nobody = RoadUsers.None;

    /// <summary>A single word.</summary>
    public static string Write<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    /// <summary>A list of words in brackets.</summary>
    public static string Write(RoadUsers users)
    {
        var single = Enum.GetValues<RoadUsers>().Where(user => user is not (RoadUsers.None or RoadUsers.Vehicles) && users.HasFlag(user));
        return $"[{string.Join(", ", single.Select(user => Write<RoadUsers>(user)))}]";
    }

    /// <summary>Pattern and colour; white is not written.</summary>
    public static string Write(MarkingKind kind, MarkingColour colour) => colour == MarkingColour.White ? Write(kind) : $"{Write(kind)} {Write(colour)}";

    /// <summary>The value that a word stands for.</summary>
    public static bool TryRead<T>(string word, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            value = candidate;
            if (Write(candidate) == word) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Users that a list of words stands for.</summary>
    public static bool TryRead(IEnumerable<string> words, out RoadUsers users)
    {
        users = Nobody;
        foreach (var word in words)
        {
            if (!TryRead<RoadUsers>(word, out var user)) return false;
            users |= user;
        }
        return true;
    }

    /// <summary>All words, for a message.</summary>
    public static string Choices<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => Write(value)));

    /// <summary>What to do about a word that is none.</summary>
    public static string Hint<T>(string word) where T : struct, Enum
    {
        var nearest = NearestName.Of(word, Enum.GetValues<T>().Select(value => Write(value)));
        return nearest is null ? $"use one of {Choices<T>()}" : $"did you mean \"{nearest}\"?";
    }
}
