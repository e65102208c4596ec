using System.CommandLine;
using System.Globalization;
using System.Numerics;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>Options that several commands share, so that they read the same everywhere. Each call makes a new one: an option belongs to one command.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write one JSON document to standard output; tables and progress go to standard error." };

    /// <summary><c>--runs</c>.</summary>
    public static Option<string> Runs() => new("--runs") { Description = "Folder in which run folders lie.", HelpName = "FOLDER", DefaultValueFactory = _ => RunFolder.DefaultRuns };

    /// <summary><c>--threads</c>.</summary>
    public static Option<int?> Threads() => Number("--threads", "Simulator workers and torch threads [all processors].", 1, TrainingConfig.MostThreads);

    /// <summary><c>--device</c>; null where it is not given.</summary>
    /// <param name="standard">What it is then.</param>
    public static Option<string?> Device(string standard) => new("--device")
    {
        Description = $"Where networks run: auto, cpu, or cuda for an NVIDIA GPU, cuda:1 for the second one [{standard}].",
        HelpName = "DEVICE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DeviceName.IsKnown(text)) return text;
            result.AddError($"--device: expected {DeviceName.Expected}, got '{text}'.");
            return null;
        },
    };

    /// <summary>A whole number of at least <paramref name="least"/>; null where it is not given.</summary>
    /// <param name="most">Largest one; null: any.</param>
    public static Option<T?> Number<T>(string name, string description, T least, T? most = null) where T : struct, IBinaryInteger<T> => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && !(value > most)) return value;
            var range = most is null ? $"of at least {least}" : $"from {least} to {most}";
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a whole number {range}, got '{text}'."));
            return null;
        },
    };

    /// <summary>Whole numbers with commas between them; null where they are not given.</summary>
    public static Option<IReadOnlyList<int>?> Numbers(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N,N,…",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).ToList();
            if (numbers.All(number => number >= least && number <= most)) return [.. numbers.OfType<int>().Distinct()];
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected whole numbers from {least} to {most} with commas between them, such as {least},{Math.Min(most, 64)}, got '{text}'."));
            return null;
        },
    };

    /// <summary>A number above 0; null where it is not given.</summary>
    public static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > 0) return value;
            result.AddError($"{name}: expected a number above 0, got '{text}'.");
            return null;
        },
    };

    /// <summary>A share from 0 to 1; null where it is not given.</summary>
    public static Option<double?> Share(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "0…1",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1) return value;
            result.AddError($"{name}: expected a number from 0 to 1, got '{text}'.");
            return null;
        },
    };

    /// <summary><c>--size</c> in pixels; null where it is not given.</summary>
    public static Option<(int Width, int Height)?> Size() => new("--size")
    {
        Description = "Width and height of the pictures in pixels [960x540].",
        HelpName = "WxH",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var sides = text.Split('x', 'X');
            if (sides.Length == 2 && Side(sides[0]) is { } width && Side(sides[1]) is { } height) return (width, height);
            result.AddError($"--size: expected WIDTHxHEIGHT in pixels such as 960x540, got '{text}'.");
            return null;
        },
    };

    /// <summary>One of <paramref name="allowed"/>; null where it is not given.</summary>
    public static Option<string?> Choice(string name, string description, params string[] allowed) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', allowed),
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (allowed.Contains(text)) return text;
            result.AddError($"{name}: expected one of {string.Join(", ", allowed)}, got '{text}'.");
            return null;
        },
    };

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0 ? side : null;
}
