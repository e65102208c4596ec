namespace RLSandbox.Scenarios.Import;

/// <summary>Text of somebody else's file, fit for ids, names and messages.</summary>
internal static class Printable
{
    /// <summary>The text without control characters and halves of characters, cut off where it gets longer than any honest name.</summary>
    public static string Of(string text, int longest)
    {
        var isFit = text.Length <= longest;
        foreach (var letter in text) isFit &= !char.IsControl(letter) && !char.IsSurrogate(letter);
        if (isFit) return text;
        var start = text.Length <= longest ? text : text[..longest];
        return string.Concat(start.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '_' : letter));
    }
}
