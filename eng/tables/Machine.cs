using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace RLSandbox.Tables;

/// <summary>Where and from what a table was made.</summary>
internal static class Machine
{
    /// <summary>The beginning of every report.</summary>
    public static JsonObject Describe(string name, string[] arguments, Options options) => new()
    {
        ["formatVersion"] = 1,
        ["scenario"] = name,
        ["command"] = "eng/results " + string.Join(' ', arguments),
        ["commit"] = Commit(),
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["machine"] = new JsonObject
        {
            ["processor"] = Processor(), ["cores"] = Environment.ProcessorCount, ["threadsPerRun"] = options.Threads,
            ["runsSideBySide"] = options.Parallel, ["runtime"] = RuntimeInformation.FrameworkDescription,
        },
    };

    /// <summary>The same as the first line of a page.</summary>
    public static string Sentence(JsonObject report, Options options)
    {
        var how = $"{options.Threads} thread{(options.Threads == 1 ? "" : "s")} per run{(options.Parallel > 1 ? $", {options.Parallel} runs side by side" : "")}";
        return $"Made by `{report["command"]}` on {report["machine"]!["processor"]} ({report["machine"]!["cores"]} cores), {how}, at commit {report["commit"]}, {report["date"]}.\n";
    }

    private static string Commit() => Shell.Run("git", "rev-parse", "--short", "HEAD").Trim() + (Shell.Run("git", "status", "--porcelain", "--", "src", "scenarios").Length > 0 ? ", changed" : "");

    private static string Processor()
    {
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

/// <summary>Reading numbers out of the JSON of <c>evaluate</c>, and writing them into a table.</summary>
internal static class Cells
{
    /// <summary>A plain number, or the rate or mean of an interval; NaN where there is none.</summary>
    public static double Value(JsonNode? node) => node switch
    {
        null => double.NaN,
        JsonObject interval => (double?)(interval["rate"] ?? interval["mean"]) ?? double.NaN,
        _ => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),     // whole numbers, too
    };

    public static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    public static string Percent(double share) => $"{100 * share:0.#} %";

    public static string Seconds(JsonNode? node) => double.IsNaN(Value(node)) ? "" : $"{Value(node):0.0} s";
}
