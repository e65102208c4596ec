using System.Globalization;
using RLSandbox.Core;

namespace RLSandbox.Learning.Comparison;

/// <summary>Columns of a CSV file that a training wrote, by name; an empty cell is NaN.</summary>
/// <remarks>A last line without its line feed is what a killed process left of a row; it does not count.</remarks>
internal sealed class CsvTable
{
    private readonly string[] _names;
    private readonly List<double[]> _rows = [];

    private CsvTable(string[] names) => _names = names;

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of rows.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It is missing or no table of numbers.</exception>
    public static CsvTable Read(string path)
    {
        if (!File.Exists(path)) throw new UserErrorException($"{path} is missing: expected the table that a training writes. Restore it, or leave this run out.");
        var text = RegularFile.ReadAllText(path);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var table = new CsvTable(lines.Length == 0 ? [] : lines[0].Split(','));
        for (var i = 1; i < lines.Length; i++)
        {
            double[] row = [.. lines[i].Split(',').Select(Number)];
            if (row.Length != table._names.Length) throw new UserErrorException(FormattableString.Invariant($"{path}:{i + 1}: expected {table._names.Length} numbers, found {row.Length}. Restore the file, or leave this run out."));
            table._rows.Add(row);

            double Number(string cell)
            {
                if (cell.Length == 0) return double.NaN;
                if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
                throw new UserErrorException(FormattableString.Invariant($"{path}:{i + 1}: expected a number, found \"{cell}\". Restore the file, or leave this run out."));
            }
        }
        return table;
    }

    /// <summary>The column called <paramref name="name"/>; null where there is none.</summary>
    public double[]? Column(string name)
    {
        var index = Array.IndexOf(_names, name);
        return index < 0 ? null : [.. _rows.Select(row => row[index])];
    }
}
