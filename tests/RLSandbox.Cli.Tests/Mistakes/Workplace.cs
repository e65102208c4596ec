using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RLSandbox.Cli.Commands;

namespace RLSandbox.Cli.Tests.Mistakes;

/// <summary>A folder with a small valid task, its map and a short run of it, for somebody to make a mistake in.</summary>
internal sealed class Workplace : IDisposable
{
    public const string Task = """
        scenario: small-v1
        map: { circuit: oval, rasterMetres: 1 }
        state: { features: [speed, lateralOffset] }
        actions: { use: discrete }
        episode: { cutAfterSeconds: 5 }
        evaluation: { episodes: 2 }
        training:
          steps: 64
          environments: 4
          evaluateEverySteps: 32
          checkpointEverySteps: 16
          ppo: { rolloutSteps: 4, minibatchRows: 8, epochs: 1, gradientShards: 1, normalizeReturns: true, network: { preset: mlp, hidden: [8] } }
          dqn: { iterationSteps: 4, warmupRows: 8, minibatchRows: 8, gradientShards: 1, replay: { rows: 32 }, network: { preset: mlp, hidden: [8] } }

        """;

    public const string Ring = """
        formatVersion: 1
        name: Ring
        points:
        - [0, -30, 5, 5]
        - [40, 0, 5, 5]
        - [0, 30, 5, 5]
        - [-40, 0, 5, 5]

        """;

    private static readonly Services WithoutVideo = Services.Default with { RecordVideo = null };

    private readonly string _folder = Directory.CreateTempSubdirectory("rlsandbox-mistake-").FullName;

    public Workplace()
    {
        Write("task.yaml", Task);
        Write("ring.yaml", Ring);
    }

    public string In(params string[] names) => Path.Combine([_folder, .. names]);

    /// <summary>Folder of the run <c>mine</c>.</summary>
    public string Run => In("runs", "mine");

    /// <summary>The latest checkpoint of the run.</summary>
    public string Checkpoint => In("runs", "mine", "checkpoints", "64");

    public void Write(string name, string text) => File.WriteAllText(In(name), text);

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(In(name), bytes);

    /// <summary>Puts a copy of a run into this folder.</summary>
    public void Bring(string run)
    {
        foreach (var file in Directory.GetFiles(run, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Run, Path.GetRelativePath(run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Changes a file of the latest checkpoint and lets the manifest agree, as somebody does who means it.</summary>
    public void Forge(string file, Func<byte[], byte[]> change)
    {
        var path = Path.Combine(Checkpoint, file);
        var forged = change(File.ReadAllBytes(path));
        File.WriteAllBytes(path, forged);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkpoint, "checkpoint.json")))!;
        var entry = manifest["files"]!.AsArray().Single(entry => (string?)entry!["name"] == file)!;
        entry["bytes"] = forged.Length;
        entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(forged));
        File.WriteAllText(Path.Combine(Checkpoint, "checkpoint.json"), manifest.ToJsonString());
    }

    /// <summary>Runs a command line in which <c>~</c> stands for this folder.</summary>
    public CommandResult Call(string line) => Call(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As <see cref="Call(string)"/>, of words that may have blanks.</summary>
    public CommandResult Call(params string[] words) => CommandLine.Run(
        CancellationToken.None,
        [TrainCommand.Create(WithoutVideo), EvaluateCommand.Create(WithoutVideo), RenderCommand.Create(WithoutVideo), ScenarioCommand.Create(), MapCommand.Create()],
        [.. words.Select(word => word.Replace("~", _folder, StringComparison.Ordinal))]);

    public CommandResult Train(string more = "") => Call($"train ~/task.yaml --run mine --runs ~/runs --threads 1 --device cpu {more}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
