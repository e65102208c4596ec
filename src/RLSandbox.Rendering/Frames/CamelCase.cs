using System.Text;

namespace RLSandbox.Rendering.Frames;

/// <summary>Names of the contract as people write them.</summary>
internal static class CamelCase
{
    /// <summary><c>offRoad</c> becomes "off road".</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter)) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}
