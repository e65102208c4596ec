#:property PublishAot=false
#:project ../src/RLSandbox.Scenarios/RLSandbox.Scenarios.csproj
#:project ../tests/RLSandbox.TestKit/RLSandbox.TestKit.csproj
// Shows that no file brings an importer down: eng/fuzz FILE … [--minutes 10] [--seed 0] [--map FILE].
// Each round damages one of the files and imports the result, as a map and as a scene, whichever it is; --map is the map of scenes that have none. A map, or a message for people, is right. Anything else (another exception, more than
// 10 seconds of processor time or 1 GB) is kept in tests/RLSandbox.Scenarios.Tests/Corpus, where a test reads it from then on, and named here. Exit code 0: none; 1: some; 2: cannot be run.
using System.Diagnostics;
using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.TestKit;

const string Corpus = "tests/RLSandbox.Scenarios.Tests/Corpus";
const long MostBytes = 1L << 30;
var slowest = TimeSpan.FromSeconds(10);
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var files = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
if (files.Length == 0 || files.FirstOrDefault(file => !File.Exists(file)) is { } missing && Say($"{missing}: there is no such file")) return Refuse("expected files to damage, such as eng/fuzz town.xodr --minutes 10");
if (!double.TryParse(Option("--minutes", "10"), out var minutes) || minutes <= 0) return Refuse($"--minutes {Option("--minutes", "")}: expected a number above 0");
if (!uint.TryParse(Option("--seed", "0"), out var round)) return Refuse($"--seed {Option("--seed", "")}: expected a whole number");

var seeds = files.Select(file => (Path: file, Bytes: File.ReadAllBytes(file))).ToArray();
var map = Option("--map", "") is { Length: > 0 } given ? given : null;
var (maps, messages, failures, longest, peak) = (0, 0, 0, TimeSpan.Zero, 0L);
var first = round;
var end = Stopwatch.StartNew();
var told = 0.0;
while (end.Elapsed.TotalMinutes < minutes)
{
    var (path, original) = seeds[round % seeds.Length];
    var damaged = Mutation.Of(original, round++);
    var watch = Stopwatch.StartNew();
    var outcome = "";
    var worker = new Thread(() => outcome = Import(path, damaged, new(MapFile: map)));
    worker.Start();
    var before = Processor();
    while (!worker.Join(TimeSpan.FromSeconds(1)))                         // processor time: a machine that is busy with other things must not look like a hang
        if (Processor() - before > slowest || watch.Elapsed > 20 * slowest) return Keep(path, damaged, $"takes more than {slowest.TotalSeconds:0} s") + 1;      // the thread cannot be stopped, so the script is
    if (Processor() - before > longest) longest = Processor() - before;
    peak = Math.Max(peak, Process.GetCurrentProcess().PeakWorkingSet64);
    if (outcome == "map") maps++;
    else if (outcome == "message") messages++;
    else failures += 1 + Keep(path, damaged, outcome);
    if (end.Elapsed.TotalSeconds - told < 10) continue;
    told = end.Elapsed.TotalSeconds;
    Report();
}
if (peak > MostBytes) failures += 1 + (Say($"the process took {peak >> 20} MB, expected at most {MostBytes >> 20}") ? 0 : 0);
Report();
return failures == 0 ? 0 : 1;

static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;

static string Import(string path, byte[] bytes, ImportOptions options)
{
    try
    {
        var file = ImportFile.Of(path, bytes);
        if (SceneImporters.All.Any(importer => importer.Recognises(file))) SceneImporters.Import(file, options);
        if (!file.XmlRoot.Equals("OpenSCENARIO", StringComparison.OrdinalIgnoreCase)) MapImporters.Import(file, options);
        return "map";
    }
    catch (UserErrorException)
    {
        return "message";
    }
    catch (Exception error)
    {
        return $"{error.GetType().Name}: {error.Message} at {error.StackTrace?.Split('\n')[0].Trim()}";
    }
}

int Keep(string path, byte[] bytes, string what)
{
    Directory.CreateDirectory(Corpus);
    var kept = Path.Combine(Corpus, $"{Path.GetFileNameWithoutExtension(path)}-{round - 1}{Path.GetExtension(path)}");
    File.WriteAllBytes(kept, bytes);
    Say($"{kept}: {what}");
    return 0;
}

void Report() => Say($"{end.Elapsed.TotalMinutes:0.0} min: {round - first} files, {maps} maps, {messages} messages, {failures} failures, longest {longest.TotalMilliseconds:0} ms, peak {peak >> 20} MB");

static bool Say(string text)
{
    Console.Error.WriteLine(text);
    return true;
}

static int Refuse(string text)
{
    Console.Error.WriteLine(text);
    return 2;
}

string Option(string name, string fallback)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
}
