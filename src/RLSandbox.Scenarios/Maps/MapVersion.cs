using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Maps;

/// <summary>The first line of every map file.</summary>
internal static class MapVersion
{
    /// <summary>Notes a version that is missing, or that this program does not know.</summary>
    public static void Check(SectionReader reader, int expected)
    {
        var version = reader.Integer("formatVersion", 0, "Version of this format.");
        if (version != expected)
            reader.Reject("formatVersion", reader.Has("formatVersion") ? $"expected {expected}, found {version}" : "the key \"formatVersion\" is missing",
                version > expected ? "the file comes from a newer version of the program; update it" : $"write formatVersion: {expected}");
    }
}
