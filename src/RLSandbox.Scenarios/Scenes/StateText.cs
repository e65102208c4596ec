using System.Globalization;
using System.Text;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Scenes;

/// <summary>The states of an actor as one short text: step, x, y, heading and speed, the first row as it is, every other as the difference from the one before it.</summary>
/// <remarks>
/// Steps are whole, everything else counts in ten-thousandths of a metre, radian or metre per second.
/// <c>"0 12000 -500 15708 100000; 1 10000 0 0 0"</c> is an actor at (1.2, −0.05) that heads north at 10 m/s, and is 1 m farther east one step later.
/// Rounding does not add up: differences are taken between rounded rows, so every place is within 0.07 mm of what was written.
/// </remarks>
internal static class StateText
{
    /// <summary>Steps that a scene may have.</summary>
    public const int MostSteps = 100_000;

    /// <summary>m; a map reaches 20 km, and traffic little beyond.</summary>
    public const double Farthest = 30_000;

    private const int Columns = 5;
    private const double PerUnit = 10_000;
    private const double Largest = Farthest * PerUnit;

    /// <summary>The text of some states.</summary>
    public static string Write(IReadOnlyList<ActorState> states)
    {
        var text = new StringBuilder(states.Count * 20);
        Span<long> last = stackalloc long[Columns];
        last.Clear();
        foreach (var state in states)
        {
            if (text.Length > 0) text.Append("; ");
            ReadOnlySpan<long> row = [state.Step, Units(state.X), Units(state.Y), Units(state.Heading), Units(state.Speed)];
            for (var i = 0; i < Columns; i++)
            {
                if (i > 0) text.Append(' ');
                text.Append(CultureInfo.InvariantCulture, $"{row[i] - last[i]}");
                last[i] = row[i];
            }
        }
        return text.ToString();
    }

    /// <summary>The states of a text; null and what is wrong if it is none.</summary>
    public static ActorState[]? Read(string text, out string mistake)
    {
        var states = new List<ActorState>();
        Span<long> row = stackalloc long[Columns];
        row.Clear();
        foreach (var range in text.AsSpan().Split(';'))
        {
            var words = text.AsSpan()[range].Trim();
            var step = row[0];
            if (!TryAdd(words, row)) mistake = $"expected {Columns} whole numbers in row {states.Count + 1}, found \"{Shorten(words)}\"";
            else mistake = Mistake(row, states.Count, step);
            if (mistake.Length > 0) return null;
            states.Add(new((int)row[0], row[1] / PerUnit, row[2] / PerUnit, row[3] / PerUnit, row[4] / PerUnit));
        }
        mistake = "";
        return [.. states];
    }

    /// <summary>What is wrong with the step of a state; empty if nothing is.</summary>
    public static string StepMistake(long step, int index, long before)
    {
        if (step is < 0 or >= MostSteps) return string.Create(CultureInfo.InvariantCulture, $"expected steps from 0 to {MostSteps - 1}, found {step} in row {index + 1}");
        return index > 0 && step <= before ? string.Create(CultureInfo.InvariantCulture, $"expected rising steps, found {step} after {before} in row {index + 1}") : "";
    }

    private static string Mistake(ReadOnlySpan<long> row, int index, long before)
    {
        for (var i = 1; i < Columns; i++)
            if (Math.Abs((double)row[i]) > Largest) return string.Create(CultureInfo.InvariantCulture, $"expected at most {Farthest:0} m, rad or m/s, found {row[i] / PerUnit:0} in row {index + 1}");
        return StepMistake(row[0], index, before);
    }

    private static bool TryAdd(ReadOnlySpan<char> words, Span<long> row)
    {
        var column = 0;
        foreach (var range in words.Split(' '))
        {
            var word = words[range];
            if (word.IsEmpty) continue;
            if (column == Columns || !long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var difference) || Math.Abs((double)difference) > 2 * Largest) return false;
            row[column++] += difference;
        }
        return column == Columns;
    }

    private static long Units(double value) => (long)Math.Round(value * PerUnit);

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40].Trim()}…";
}
