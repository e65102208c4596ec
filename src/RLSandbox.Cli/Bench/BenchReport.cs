using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RLSandbox.Cli.Doctor;
using Spectre.Console;

namespace RLSandbox.Cli.Bench;

/// <summary>Results as tables for people and as one document for programs.</summary>
internal static class BenchReport
{
    private const int FormatVersion = 1;
    private const int RedirectedWidth = 200;              // a file has room for every column
    private const int Digits = 6;                         // behind the point: enough for shares and bytes, short enough to read

    /// <summary>The commit that this program was built from; null where the build did not know. What was changed and not committed does not show.</summary>
    private static readonly string? Commit =
        typeof(BenchReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null;

    /// <summary>One table for each kind of measurement.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<BenchResult> results)
    {
        terminal.Say($"{MachineProbe.ProcessorName()}, {Environment.ProcessorCount} usable threads, {MachineProbe.VectorNames()}, {RuntimeInformation.FrameworkDescription}, commit {Commit ?? "unknown"}");
        if (!terminal.IsInteractive) terminal.People.Profile.Width = RedirectedWidth;
        foreach (var group in results.GroupBy(result => result.Name))
        {
            var shown = group.First().Fields.Where(field => BenchResult.Cell(field.Value) is not null).Select(field => field.Name).ToList();
            var table = new Table { Border = TableBorder.Rounded, Title = new(group.Key) };
            foreach (var name in shown) table.AddColumn(new TableColumn(new Text(Words(name))) { Alignment = Justify.Right });
            foreach (var result in group) table.AddRow(result.Fields.Select(field => BenchResult.Cell(field.Value)).OfType<string>().Select(cell => new Text(cell)));
            terminal.People.Write(table);
        }
    }

    /// <summary>The document of <c>--json</c>.</summary>
    public static string Json(IReadOnlyList<BenchResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            WriteMachine(json);
            json.WriteString("commit", Commit);
            json.WriteStartArray("results");
            foreach (var result in results) WriteResult(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A name with spaces, at which a column's head can be broken.</summary>
    private static string Words(string name) => string.Concat(name.Select(character => char.IsUpper(character) ? $" {char.ToLowerInvariant(character)}" : $"{character}"));

    private static void WriteMachine(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteString("processor", MachineProbe.ProcessorName());
        json.WriteNumber("threads", Environment.ProcessorCount);
        json.WriteString("vectors", MachineProbe.VectorNames());
        json.WriteNumber("memoryBytes", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, BenchResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        foreach (var (name, value) in result.Fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(Math.Round(number, Digits)); break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default: throw new ArgumentException($"A report has no {value.GetType().Name}.", nameof(value));
        }
    }
}
