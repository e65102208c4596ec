using System.Text;
using K4os.Compression.LZ4.Streams;

namespace RLSandbox.Cli.Tests.Mistakes;

/// <summary>A mistake: how it is made, the command that meets it, and what its answer must contain: the place, what was expected, what to do.</summary>
/// <param name="Make">Spoils the workplace.</param>
/// <param name="Line">Command line; <c>~</c> is the folder of the workplace.</param>
internal sealed record Mistake(string Name, Action<Workplace> Make, string Line, params string[] Answer)
{
    /// <summary>Who trained the run <c>mine</c>.</summary>
    public string Algorithm { get; init; } = "ppo";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What somebody reads who made a mistake, on the command line and with exit code 2.</summary>
internal sealed class MistakeTests
{
    private const string Resume = "train --resume --run mine --runs ~/runs --threads 1";
    private const string Evaluate = "evaluate mine --runs ~/runs";
    private const string Check = "scenario check ~/task.yaml";
    private const string Preview = "map preview ~/ring.yaml --out ~/ring.png";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);             // who waits for the other end of a pipe would wait for ever

    private readonly Dictionary<string, Workplace> _trained = [];

    [OneTimeSetUp]
    public void TrainOnce()
    {
        foreach (var algorithm in new[] { "ppo", "dqn" })
        {
            _trained.Add(algorithm, new());
            var result = _trained[algorithm].Train($"--algorithm {algorithm}");
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Output + result.Error);
        }
    }

    [OneTimeTearDown]
    public void Remove()
    {
        foreach (var workplace in _trained.Values) workplace.Dispose();
    }

    [TestCaseSource(nameof(All))]
    public void Mistake_IsNamedWithPlaceExpectationAndWayOut(Mistake mistake)
    {
        using var workplace = new Workplace();
        if (mistake.Line.Contains(" mine", StringComparison.Ordinal)) workplace.Bring(_trained[mistake.Algorithm].Run);
        mistake.Make(workplace);
        var result = Task.Run(() => workplace.Call(mistake.Line)).WaitAsync(Patience).GetAwaiter().GetResult();
        var answer = result.Error.ReplaceLineEndings(" ");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), answer);
            foreach (var part in mistake.Answer) Assert.That(answer, Does.Contain(part));
            Assert.That(answer, Does.Not.Contain("   at ").And.Not.Contain("Exception"), "no stack trace, no type of ours");
            Assert.That(answer, Has.Length.LessThan(2000), "a screen at most");
        });
    }

    [Test]
    public void Table_IsLongEnough() => Assert.That(All().Count(), Is.AtLeast(40));

    [Test]
    public void Verbose_AddsTheStackTrace() =>
        Assert.That(_trained["ppo"].Call("scenario check nowhere.yaml --verbose").Error, Does.Contain("   at "));

    private static IEnumerable<Mistake> All() => [.. Scenarios(), .. Maps(), .. Arguments(), .. Runs(), .. Checkpoints()];

    private static IEnumerable<Mistake> Scenarios()
    {
        yield return Scenario("unknown key", "vehicle: { topSpeed: 3 }", "task.yaml:", "vehicle.topSpeed", "did you mean \"topSpeedMps\"?");
        yield return Scenario("text for a number", "vehicle: { topSpeedMps: fast }", "task.yaml:", "expected a number from 1 to 120 m/s, found \"fast\"", "write one number");
        yield return Scenario("decimal comma", "vehicle:\n  topSpeedMps: 12,5", "task.yaml:", "found \"12,5\"", "write a decimal point: 12.5");
        yield return Scenario("out of range", "ends: { offRoadSeconds: -1 }", "task.yaml:", "ends.offRoadSeconds", "choose a value in that range");
        yield return Scenario("section twice", "map: { circuit: oval }", "doubled key", "delete one of them");
        yield return Scenario("anchor", "vehicle: &v { topSpeedMps: 3 }", "the anchor &v is not supported", "write the value");
        yield return Scenario("alias bomb", "description: [&a [x,x,x], &b [*a,*a,*a], *b]", "the anchor &a is not supported");
        yield return Scenario("tag", "description: !!python/object x", "the tag", "not supported", "delete it");
        yield return Scenario("tab", "vehicle:\n\ttopSpeedMps: 3", "expected spaces at the start of the line, found a tab", "replace it by spaces");
        yield return Scenario("too deep", "vehicle: " + new string('[', 70) + new string(']', 70), "at most 64 levels", "write it flatter");
        yield return Scenario("too many values", "description: [" + string.Concat(Enumerable.Repeat("1,", 100_001)) + "]", "at most 100000 values in a file");
        yield return new("wrong algorithm", _ => { }, Check + " --set training.algorithm=dqm", "--set training.algorithm=dqm", "expected one of dqn, ppo, pqn, found \"dqm\"", "did you mean \"dqn\"");
        yield return new("wrong network", _ => { }, Check + " --set training.ppo.network.preset=huge", "--set training.ppo.network.preset=huge", "one of mlp, tiny, small, nature", "choose one of these names");
        yield return Scenario("newer format", "formatVersion: 9", "expected format 1, found 9", "update RLSandbox");
        yield return new("scenario missing", Delete("task.yaml"), Check, "task.yaml: there is no such file", "the folder");
        yield return new("scenario a folder", w => { Delete("task.yaml")(w); Directory.CreateDirectory(At(w, "task.yaml")); }, Check, "task.yaml: expected a file, found a folder");
        yield return new("folder missing", _ => { }, "scenario check ~/nowhere/task.yaml", "there is no folder", "the paths of files start in");
        yield return new("scenario empty", Bytes("task.yaml", []), Check, "task.yaml:1:1", "found an empty one", "write at least a line such as scenario: my-task-v1");
        yield return new("scenario in Latin-1", Bytes("task.yaml", Encoding.Latin1.GetBytes("scenario: a-v1\ndescription: Grüße")), Check, "task.yaml:2:1: expected UTF-8 text", "save the file as UTF-8");
        yield return new("scenario in UTF-16, cut off", Bytes("task.yaml", [0xFF, 0xFE, (byte)'a']), Check, "task.yaml:", "expected UTF-8 text", "save the file as UTF-8");
        yield return new("scenario binary", Bytes("task.yaml", [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3]), Check, "expected printable text, found the control character U+", "delete it");
        yield return new("scenario too large", w => Stretch(At(w, "task.yaml"), 17 << 20), Check, "expected at most 16 MB", "is it the right file?");
        if (OperatingSystem.IsLinux()) yield return new("scenario endless", _ => { }, "scenario check /dev/zero", "/dev/zero: expected at most 16 MB", "is it the right file?");
        if (!OperatingSystem.IsWindows()) yield return new("scenario a pipe", w => { Delete("task.yaml")(w); Pipe(At(w, "task.yaml")); }, Check, "task.yaml: expected a regular file, found a pipe", "write what comes from there into a file");
        yield return new("map file missing", _ => { }, Check + " --set map.files=[rign.yaml]", "--set map.files=[rign.yaml]: map.files: expected the name of a file", "did you mean \"ring.yaml\"?");
    }

    private static IEnumerable<Mistake> Maps()
    {
        yield return Map("no points", "formatVersion: 1\nname: Ring\n", "ring.yaml:", "the key \"points\" is missing", "write - [x, y, left width, right width]");
        yield return Map("three numbers", Workplace.Ring + "- [1, 2, 3]\n", "ring.yaml:8:", "expected 4 numbers in brackets", "found [1, 2, 3]");
        yield return Map("negative width", Workplace.Ring + "- [-30, -20, -5, 5]\n", "ring.yaml:8:", "expected widths of at least 0 m", "without a sign");
        yield return Map("two points", "formatVersion: 1\nname: Ring\npoints: [[0, 0, 4, 4], [9, 0, 4, 4]]\n", "expected at least 3 points, found 2", "is the file cut off?");
        yield return Map("point twice", Workplace.Ring + "- [-40, 0, 5, 5]\n", "ring.yaml:8:", "this point repeats the one before it", "delete one of them");
        yield return Map("beyond the world", Workplace.Ring + "- [-1e9, 0, 5, 5]\n", "at most 20000 m from the origin");
        yield return Map("wider than any road", Workplace.Ring + "- [-30, -20, 5000, 5]\n", "ring.yaml:8:", "expected widths of at most 1000 m", "in metres");
        yield return Map("longer than any road", Workplace.Ring + string.Concat(Enumerable.Range(0, 20).Select(i => $"- [{(i % 2 == 0 ? -9000 : 9000)}, {i}, 5, 5]\n")), "expected a circuit of at most 50 km", "in metres");
        yield return Map("another format", "formatVersion: 2\n" + Workplace.Ring[(Workplace.Ring.IndexOf('\n') + 1)..], "expected 1, found 2", "newer version of the program");
        if (!OperatingSystem.IsWindows()) yield return new("map a pipe", w => { Delete("ring.yaml")(w); Pipe(At(w, "ring.yaml")); }, Preview, "ring.yaml: expected a regular file, found a pipe", "write what comes from there into a file");
        yield return new("map broken in a scenario", Text("ring.yaml", "formatVersion: 1\nname: Ring\npoints: []\n"), Check + " --set map.files=[ring.yaml]", "ring.yaml:", "expected at least 3 points", "is the file cut off?");
        yield return new("map too large for its cells", Text("ring.yaml", "formatVersion: 1\nname: Ring\npoints: [[-3500, -3500, 5, 5], [3500, -3500, 5, 5], [0, 3500, 5, 5]]\n"), Check + " --set map.files=[ring.yaml] --set map.rasterMetres=0.1", "map: ring", "raise map.rasterMetres");
        yield return new("map target in no folder", _ => { }, "map import ~/ring.yaml --out ~/nowhere/ring2.yaml", "ring2.yaml: cannot be written", "Choose another file");
        yield return new("picture of another kind", _ => { }, "map preview ~/ring.yaml --out ~/ring.gif", "--out", "expected a file that ends with .png");
    }

    private static IEnumerable<Mistake> Arguments()
    {
        yield return new("unknown command", _ => { }, "trian ~/task.yaml", "'trian' is not known; did you mean 'train'?", "See --help");
        yield return new("unknown option", _ => { }, "train ~/task.yaml --envronments 3", "did you mean '--environments'?");
        yield return new("no scenario", _ => { }, "train", "train needs a scenario file", "train scenarios/first-lap.yaml");
        yield return new("steps in words", _ => { }, "train ~/task.yaml --steps many", "--steps: expected a whole number of at least 1, got 'many'");
        yield return new("threads beyond reason", _ => { }, "train ~/task.yaml --threads 1000000", "--threads: expected a whole number from 1 to 1024, got '1000000'");
        yield return new("environments beyond reason", _ => { }, "train ~/task.yaml --environments 2000000000", "--environments: expected a whole number from 1 to 1048576");
        yield return new("device", _ => { }, "train ~/task.yaml --device gpu", "--device: expected auto, cpu or cuda, or cuda:0, cuda:1, …, got 'gpu'");
        yield return new("algorithm", _ => { }, "train ~/task.yaml --runs ~/runs --algorithm sarsa", "Unknown algorithm 'sarsa'", "ppo");
        yield return new("override without value", _ => { }, "train ~/task.yaml --set vehicle", "--set vehicle: expected dotted.path=value", "write for example");
        yield return new("override too deep", _ => { }, "train ~/task.yaml --set " + string.Join('.', Enumerable.Repeat("a", 1000)) + "=1", "expected at most 64 keys with dots between them");
        yield return new("run named like a policy", _ => { }, "train ~/task.yaml --run random --runs ~/runs", "--run random", "Choose another name");
        yield return new("run named like a driver", _ => { }, "train ~/task.yaml --run grip-90 --runs ~/runs", "--run grip-90", "Choose another name");
        yield return new("run named like a path", _ => { }, "train ~/task.yaml --run ../mine --runs ~/runs", "Run name '../mine': expected a plain folder name");
        yield return new("runs in a file", _ => { }, "train ~/task.yaml --run task --runs ~/ring.yaml", "cannot be made", "--runs");
        yield return new("policy unknown", _ => { }, "evaluate nobody --runs ~/runs", "There is no run or checkpoint 'nobody'", "Policies without a run: random, ");
        yield return new("no scenario to evaluate on", _ => { }, "evaluate random", "'random' belongs to no run", "--scenario FILE");
    }

    private static IEnumerable<Mistake> Runs()
    {
        yield return new("resume without name", _ => { }, "train --resume", "--resume needs the name of the run", "--run NAME");
        yield return new("resume of nothing", _ => { }, "train --resume --run ghost --runs ~/runs", "There is no run 'ghost'", "name its scenario, too");
        yield return new("name taken", _ => { }, "train ~/task.yaml --runs ~/runs --environments 4 --run mine", "Run 'mine' exists already", "--resume --run mine");
        yield return new("another seed", _ => { }, Resume + " --seed 9", "--seed 9: the run began with 1", "start a new run");
        yield return new("another precision", _ => { }, Resume + " --precision bfloat16", "--precision bfloat16: the run began with float32", "start a new run");
        yield return new("unknown precision", _ => { }, Resume + " --precision half", "--precision: expected one of float32, bfloat16, tf32, auto", "got 'half'");
        yield return new("another scenario", Text("task.yaml", Workplace.Task.Replace("cutAfterSeconds: 5", "cutAfterSeconds: 6", StringComparison.Ordinal)), Resume + " ~/task.yaml", "the run began with 'cutAfterSeconds: 5'", "task.yaml says 'cutAfterSeconds: 6'", "begin another run under another name");
        yield return new("override at resume", _ => { }, Resume + " --set episode.cutAfterSeconds=6", "--set says 'cutAfterSeconds: 6'");
        yield return new("fewer steps than are done", _ => { }, Resume + " --steps 16", "--steps 16: the run has learned from 64 steps already", "Give a larger number");
        yield return new("run.json broken", InRun("run.json", "{"), Resume, "run.json is not readable JSON", "restore the file");
        yield return new("run.json of a giant", InRun("run.json", """{ "formatVersion": 1, "scenario": "small-v1", "algorithm": "ppo", "seed": 1, "steps": 64, "environments": 2000000000, "threads": 1, "device": "cpu" }"""), Resume, "run.json: expected at least 1 step, 1 to 1048576 environments", "Restore the file");
        yield return new("run.json of the future", InRun("run.json", """{ "formatVersion": 5, "scenario": "small-v1", "algorithm": "ppo", "seed": 1, "steps": 64, "environments": 4, "threads": 1, "device": "cpu" }"""), Resume, "run.json: expected formatVersion 1, got 5", "version of the program that wrote it");
        yield return new("scenario of the run missing", DeleteInRun("scenario.yaml"), Resume, "scenario.yaml: there is no such file");
        yield return new("learning.csv missing", DeleteInRun("learning.csv"), Resume, "learning.csv is missing", "Restore the file");
        yield return new("learning.csv cut off", InRun("learning.csv", "iteration"), Resume, "learning.csv is cut off: it has 9 bytes", "Restore the file");
        yield return new("timing.csv cut off", InRun("timing.csv", ""), Resume, "timing.csv is cut off", "begin another run");
        foreach (var file in OperatingSystem.IsWindows() ? [] : new[] { "run.json", "scenario.yaml", "learning.csv", "latest" })
            yield return new($"{file} a pipe", w => { DeleteInRun(file)(w); Pipe(Path.Combine(w.Run, file)); }, Resume, $"{file}: expected a regular file, found a pipe", "write what comes from there into a file");
        yield return new("pointer broken", InRun("latest", "somewhere"), Evaluate, "latest is damaged: expected one line such as checkpoints/50000", "The newest whole checkpoint is", "checkpoints/64");
        yield return new("pointer to nowhere", InRun("latest", "checkpoints/7\n"), Evaluate, "latest", "The newest whole checkpoint is");
    }

    private static IEnumerable<Mistake> Checkpoints()
    {
        yield return new("weights cut off", w => Stretch(Path.Combine(w.Checkpoint, "model.safetensors"), 100), Evaluate, "model.safetensors has 100 bytes instead of", "The newest whole checkpoint is", "checkpoints/48", "train --resume");
        yield return new("policy changed", w => File.AppendAllText(Path.Combine(w.Checkpoint, "policy.json"), "\n"), Evaluate, "policy.json has", "The newest whole checkpoint is");
        yield return new("every checkpoint cut off", w => { foreach (var file in Directory.GetFiles(Path.Combine(w.Run, "checkpoints"), "world.bin", SearchOption.AllDirectories)) Stretch(file, 3); }, Resume, "Run 'mine' has no whole checkpoint", "world.bin has 3 bytes", "Begin another run");
        yield return new("weights forged", Forge("model.safetensors", bytes => [255, 255, 255, 255, 255, 255, 255, 127, .. bytes[8..]]), Evaluate, "The header claims", "Expected the folder of a checkpoint");
        yield return new("giant network forged", Forge("policy.json", text => Replace(text, "\"hidden\": [\n      8\n    ]", "\"hidden\": [ 65536, 65536 ]")), Evaluate, "describes a network of", "model.safetensors has");
        yield return new("policy.json too deep", Forge("policy.json", _ => Encoding.UTF8.GetBytes(new string('[', 100_000))), Evaluate, "No policy can be read from", "Expected the folder of a checkpoint");
        yield return new("policy of the future", Forge("policy.json", text => Replace(text, "\"formatVersion\": 1", "\"formatVersion\": 9")), Evaluate, "formatVersion is 9");
        yield return new("optimizer forged", Forge("optimizer.safetensors", _ => []), Resume, "The run cannot go on from", "A safetensors file has at least 8 bytes", "Expected");
        yield return new("world forged", Forge("world.bin", bytes => bytes[..^4]), Resume, "The run cannot go on from", "cut short", "Expected a checkpoint of the same scenario");
        yield return new("episodes forged", Forge("episodes.bin", bytes => bytes[..9]), Resume, "The run cannot go on from", "episode record is cut off");
        yield return new("state of the future", Forge("run-state.json", _ => "{ \"formatVersion\": 9 }"u8.ToArray()), Resume, "run-state.json: expected formatVersion 1 or 2, got 9", "Use the version of the program that wrote it");
        yield return new("replay forged", ForgeReplay(bytes => bytes[..^4]), Resume, "The run cannot go on from", "replay.bin is cut short", "Expected the folder of a checkpoint") { Algorithm = "dqn" };
        yield return new("replay of a giant forged", ForgeReplay(bytes => [.. bytes[..8], .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L << 40), .. bytes[24..]]), Resume, "replay of another shape (1099511627776 instead of") { Algorithm = "dqn" };
        yield return new("compressed replay forged", Forge("replay.bin.lz4", bytes => bytes[..(bytes.Length / 2)]), Resume, "The run cannot go on from", "replay.bin is cut short", "Expected the folder of a checkpoint") { Algorithm = "dqn" };
        yield return new("not an LZ4 frame", Forge("replay.bin.lz4", _ => "a text"u8.ToArray()), Resume, "The run cannot go on from", "replay.bin.lz4 is not", "Expected the folder of a checkpoint") { Algorithm = "dqn" };
        yield return new("replay cut off", w => { foreach (var file in Directory.GetFiles(Path.Combine(w.Run, "checkpoints"), "replay.bin.lz4", SearchOption.AllDirectories)) Stretch(file, 100); }, Resume, "replay.bin.lz4 has 100 bytes instead of", "Begin another run") { Algorithm = "dqn" };
        yield return new("checkpoint of another task", Text("other.yaml", Workplace.Task.Replace("speed, lateralOffset", "speed", StringComparison.Ordinal)), Evaluate + " --scenario ~/other.yaml", "The policy sees", "small-v1 shows", "Use a scenario with the same camera and state");
    }

    private static Mistake Scenario(string name, string line, params string[] answer) => new(name, Text("task.yaml", Workplace.Task + line + "\n"), Check, answer);

    private static Mistake Map(string name, string text, params string[] answer) => new(name, Text("ring.yaml", text), Preview, answer);

    private static Action<Workplace> Text(string file, string text) => workplace => workplace.Write(file, text);

    private static Action<Workplace> Bytes(string file, byte[] bytes) => workplace => workplace.Write(file, bytes);

    private static Action<Workplace> Delete(string file) => workplace => File.Delete(At(workplace, file));

    private static void Pipe(string path)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", [path]);
        make.WaitForExit();
    }

    private static Action<Workplace> InRun(string file, string text) => workplace => File.WriteAllText(Path.Combine(workplace.Run, file), text);

    private static Action<Workplace> DeleteInRun(string file) => workplace => File.Delete(Path.Combine(workplace.Run, file));

    private static Action<Workplace> Forge(string file, Func<byte[], byte[]> change) => workplace => workplace.Forge(file, change);

    private static byte[] Replace(byte[] text, string from, string to)
    {
        var old = Encoding.UTF8.GetString(text);
        Assert.That(old, Does.Contain(from));
        return Encoding.UTF8.GetBytes(old.Replace(from, to, StringComparison.Ordinal));
    }

    private static string At(Workplace workplace, string file) => workplace.In(file);

    /// <summary>What the replay says is changed, and compressed again.</summary>
    private static Action<Workplace> ForgeReplay(Func<byte[], byte[]> change) => Forge("replay.bin.lz4", bytes =>
    {
        using var plain = new MemoryStream();
        using (var frame = LZ4Stream.Decode(new MemoryStream(bytes))) frame.CopyTo(plain);
        using var forged = new MemoryStream();
        using (var frame = LZ4Stream.Encode(forged, leaveOpen: true)) frame.Write(change(plain.ToArray()));
        return forged.ToArray();
    });

    private static void Stretch(string file, long length)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(length);
    }
}
