using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Rendering;
using RLSandbox.Rendering.Charts;

namespace RLSandbox.Cli.Commands;

/// <summary>Where the picture of a <c>plot</c> and the numbers behind it go.</summary>
internal sealed class PlotOutput(PlotRequest request, Terminal terminal)
{
    private const int Width = 960, Height = 540, SmallestSide = 200, FormatVersion = 1;

    /// <summary>Refuses a call that would write nothing, or nothing that can be drawn, before anything is computed.</summary>
    /// <exception cref="UserErrorException">Says what is missing.</exception>
    public void Check()
    {
        if (request.Target is null && !request.Json) throw new UserErrorException("Nothing to write: give --out FILE.png or FILE.svg for the picture, or --json for the numbers.");
        if (request.Target is not null) PlotFile.CheckTarget(request.Target);
        if (Math.Min(Size.Width, Size.Height) < SmallestSide || Math.Max(Size.Width, Size.Height) > Drawing.LargestSide)
            throw new UserErrorException($"--size {Size.Width}x{Size.Height}: expected {SmallestSide} to {Drawing.LargestSide} pixels along each side of a plot.");
    }

    /// <summary>Writes what was asked for.</summary>
    /// <param name="draw">Gets file, size and colours.</param>
    /// <param name="numbers">Adds them to the JSON object.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Write(string plot, Action<string, (int Width, int Height), PlotTheme> draw, Action<Utf8JsonWriter> numbers)
    {
        if (request.Target is { } target)
        {
            draw(target, Size, PlotTheme.Of(request.Theme));
            terminal.Say($"wrote {target}");
        }
        if (request.Json)
        {
            terminal.Results.Write(JsonText.Of(json =>
            {
                json.WriteNumber("formatVersion", FormatVersion);
                json.WriteString("plot", plot);
                numbers(json);
            }));
        }
        return ExitCode.Done;
    }

    /// <summary>An array of numbers; null for those that JSON has no word for.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            if (double.IsFinite(number)) json.WriteNumberValue(number);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    /// <summary>Lines of a chart, with their bands where they have some.</summary>
    public static void WriteLines(Utf8JsonWriter json, ChartPanel panel)
    {
        json.WriteString("xLabel", panel.XLabel);
        json.WriteString("yLabel", panel.YLabel);
        json.WriteStartArray("lines");
        foreach (var line in panel.Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            WriteNumbers(json, "x", line.X);
            WriteNumbers(json, "y", line.Y);
            if (!line.Low.All(double.IsNaN)) WriteNumbers(json, "low", line.Low);
            if (!line.High.All(double.IsNaN)) WriteNumbers(json, "high", line.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private (int Width, int Height) Size => request.Size ?? (Width, Height);
}
