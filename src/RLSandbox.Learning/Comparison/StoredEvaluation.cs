using System.Globalization;
using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Comparison;

/// <summary>An evaluation as it is read back from the folder of a run.</summary>
/// <param name="Steps">Agent rows that the policy had learned from.</param>
/// <param name="Values">Success rate and means by name: <c>success</c>, <c>return</c> and the measures of the task; what was not observed is left out.</param>
/// <param name="Maps">Names of the maps that were driven.</param>
public sealed record StoredEvaluation(long Steps, IReadOnlyDictionary<string, double> Values, IReadOnlyList<string> Maps)
{
    /// <summary>Every evaluation of one suite, by rising steps.</summary>
    /// <exception cref="UserErrorException">A file is damaged or of another format.</exception>
    public static IReadOnlyList<StoredEvaluation> ReadAll(string folder, string suite)
    {
        if (!Directory.Exists(folder)) return [];
        var found = new List<StoredEvaluation>();
        foreach (var path in Directory.EnumerateFiles(folder, suite + "-*.json"))
        {
            var number = Path.GetFileNameWithoutExtension(path)[(suite.Length + 1)..];
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var steps)) found.Add(Read(path, steps));
        }
        return [.. found.OrderBy(evaluation => evaluation.Steps)];
    }

    private static StoredEvaluation Read(string path, long steps)
    {
        try
        {
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(path));
            var root = document.RootElement;
            var version = root.GetProperty("formatVersion").GetInt32();
            if (version != EvaluationJson.FormatVersion) throw new UserErrorException(FormattableString.Invariant($"{path}: expected formatVersion {EvaluationJson.FormatVersion}, found {version}. Use the version of the program that wrote it."));
            return new(steps, Numbers(root), root.TryGetProperty("maps", out var maps) ? [.. maps.EnumerateArray().Select(map => map.GetProperty("map").GetString()!)] : []);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"{path} is not an evaluation ({problem.Message.TrimEnd('.')}). Delete it and evaluate the run again with train --resume.", problem);
        }
    }

    private static Dictionary<string, double> Numbers(JsonElement root)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) continue;
            if ((property.Value.TryGetProperty("rate", out var value) || property.Value.TryGetProperty("mean", out value)) && value.ValueKind == JsonValueKind.Number) values[property.Name] = value.GetDouble();
        }
        return values;
    }
}
