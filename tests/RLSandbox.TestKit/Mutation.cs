using System.Text;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.TestKit;

/// <summary>Damages a file at random, the same way for the same round: cut, repeated, overwritten, or with something unpleasant put into it.</summary>
public static class Mutation
{
    private const int MostEdits = 4;
    private const int LongestRange = 64;

    private static readonly RandomKey Draws = new(20261123, 0, 0, RandomPurpose.Of("mutation"));

    /// <summary>What parsers stumble over: ends of number ranges, nesting, quotes, control characters, broken UTF-8, lengths that are lies.</summary>
    private static readonly byte[][] Unpleasant =
    [
        .. new[]
        {
            "-1", "0", "1e308", "-1e308", "1e-320", "NaN", ".inf", "9223372036854775807", "-9223372036854775808", "2147483648", "4294967295", "null", "true", "[", "]", "{", "}", "\"", "'", ":", ",", "- ", "? ", "|\n",
            "\n", "\t", "\0", "&a ", "*a", "!!x ", "---\n", "...\n", "%", "<<: ", "[[[[[[[[", "\uFEFF", "é", "\u2028",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xFF, 0xFE], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0xC0, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ];

    /// <summary>A damaged copy of <paramref name="original"/>.</summary>
    public static byte[] Of(byte[] original, uint round)
    {
        var bytes = new List<byte>(original);
        var edits = 1 + Draws.Integer(MostEdits, slot: round);
        for (uint edit = 1; edit <= edits; edit++) Edit(bytes, round, edit);
        return [.. bytes];
    }

    private static void Edit(List<byte> bytes, uint round, uint edit)
    {
        int Draw(int count, uint draw) => Draws.Integer(Math.Max(1, count), round, edit, draw);
        var at = Draw(bytes.Count, 1);
        var length = Math.Min(bytes.Count - at, 1 + Draw(LongestRange, 2));
        var token = Unpleasant[Draw(Unpleasant.Length, 3)];
        switch (Draw(7, 0))
        {
            case 0:
                if (bytes.Count > 0) bytes[at] ^= (byte)(1 << Draw(8, 4));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(Draw(bytes.Count, 4), bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, token);
                break;
            default:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, token.Length));
                bytes.InsertRange(at, token);
                break;
        }
    }
}
