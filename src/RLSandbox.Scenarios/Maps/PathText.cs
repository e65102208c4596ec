using System.Globalization;
using System.Text;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Rows of coordinates as one short text: whole millimetres, the first row as it is, every other as the difference from the one before it.</summary>
/// <remarks>
/// <c>"12000 3500 12000 0 0; 500 0 500 0 0"</c> are two rows of five numbers: (12, 3.5, 12, 0, 0) and (12.5, 3.5, 12.5, 0, 0) m. Half as long as decimal
/// numbers, one value of a YAML file instead of hundreds, and still text that a diff shows. Rounding does not add up: differences are taken between rounded rows.
/// </remarks>
internal static class PathText
{
    private const double PerMetre = 1000;
    private const double Farthest = 1e9;

    /// <summary>The text of rows of <paramref name="columns"/> numbers, m.</summary>
    public static string Write(ReadOnlySpan<double> values, int columns)
    {
        var text = new StringBuilder();
        Span<long> last = stackalloc long[columns];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % columns;
            var value = (long)Math.Round(values[i] * PerMetre);
            if (i > 0) text.Append(column == 0 ? "; " : " ");
            text.Append(CultureInfo.InvariantCulture, $"{value - last[column]}");
            last[column] = value;
        }
        return text.ToString();
    }

    /// <summary>The numbers of a text, m; null and what is wrong if it is none.</summary>
    public static double[]? Read(string text, int columns, out string mistake)
    {
        var values = new List<double>();
        Span<long> last = stackalloc long[columns];
        last.Clear();
        var row = 0;
        foreach (var range in text.AsSpan().Split(';'))
        {
            var column = 0;
            row++;
            foreach (var part in text.AsSpan()[range].Trim().Split(' '))
            {
                var number = text.AsSpan()[range].Trim()[part];
                if (number.IsEmpty) continue;
                if (column == columns || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var difference) || Math.Abs((double)difference) > Farthest
                    || Math.Abs((double)last[column] + difference) > Farthest)
                {
                    mistake = $"expected {columns} whole numbers of millimetres in row {row}, found \"{Shorten(text.AsSpan()[range])}\"";
                    return null;
                }
                last[column] += difference;
                values.Add(last[column++] / PerMetre);
            }
            if (column == columns) continue;
            mistake = $"expected {columns} whole numbers in row {row}, found {column}";
            return null;
        }
        mistake = "";
        return [.. values];
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.Trim().ToString() : $"{text[..40].Trim()}…";
}
