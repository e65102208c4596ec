namespace RLSandbox.Core.Configuration;

/// <summary>Changes a parsed file from the command line: <c>--set dotted.path=value</c>, applied before anything is bound.</summary>
public static class ConfigPath
{
    private const int DeepestPath = 64;
    private const int LongestQuote = 200;

    /// <summary>Splits <c>dotted.path=value</c>; the position that goes with the value names the whole argument.</summary>
    /// <exception cref="ConfigException">There is no equals sign, a key is empty, or there are too many of them.</exception>
    public static (string Path, string Value, ConfigPosition Position) Split(string assignment)
    {
        var position = new ConfigPosition($"--set {(assignment.Length <= LongestQuote ? assignment : assignment[..LongestQuote] + "…")}", 0, 0);
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? assignment : assignment[..equals].Trim();
        if (path.Count(character => character == '.') >= DeepestPath) throw new ConfigException(position, $"expected at most {DeepestPath} keys with dots between them", "write for example --set episode.physicsStepSeconds=0.02");
        if (equals >= 0 && path.Split('.').All(key => key.Length > 0)) return (path, assignment[(equals + 1)..].Trim(), position);
        throw new ConfigException(position, "expected dotted.path=value", "write for example --set episode.physicsStepSeconds=0.02");
    }

    /// <summary>A copy of <paramref name="root"/> with <paramref name="value"/> at <paramref name="path"/>; maps on the way are made where there are none.</summary>
    /// <exception cref="ConfigException">A key on the way holds a number, a text or a list.</exception>
    public static ConfigNode Set(ConfigNode root, string path, ConfigNode value) => Set(root, path.Split('.'), 0, value);

    private static ConfigNode Set(ConfigNode? node, string[] keys, int depth, ConfigNode value)
    {
        if (depth == keys.Length) return value;
        if (node is null || node.IsNothing) node = ConfigNode.Map([], value.Position);
        if (node.Kind != ConfigNodeKind.Map)
        {
            var place = string.Join('.', keys[..depth]);
            var hint = depth == 0 ? "give the file key: value lines first" : $"set {place} as a whole";
            throw new ConfigException(value.Position, $"expected a section at \"{place}\", found {node}", hint);
        }

        var key = keys[depth];
        var changed = Set(node.Find(key), keys, depth + 1, value);
        var isNew = node.Find(key) is null;
        IEnumerable<ConfigEntry> entries = isNew
            ? node.Entries.Append(new(key, value.Position, changed))
            : node.Entries.Select(entry => entry.Key == key ? entry with { Value = changed } : entry);
        return ConfigNode.Map([.. entries], node.Position);
    }
}
