using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace RLSandbox.Rendering;

/// <summary>Records as JSON, by reflection, so that a key that is missing keeps the record's default.</summary>
internal static class JsonDocuments
{
    private const string IsWhole = "A trimmed build keeps this assembly whole and reflection for JSON switched on (RLSandbox.Cli.csproj).";

    /// <summary>A record as UTF-8.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = IsWhole)]
    public static byte[] Write<T>(T document, JsonSerializerOptions options) => JsonSerializer.SerializeToUtf8Bytes(document, options);

    /// <summary>The record in a text; null where the text says null.</summary>
    /// <exception cref="JsonException">It is no such record.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = IsWhole)]
    public static T? Read<T>(string text, JsonSerializerOptions options) => JsonSerializer.Deserialize<T>(text, options);

    /// <summary>The record in UTF-8 text; null where the text says null.</summary>
    /// <exception cref="JsonException">It is no such record.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = IsWhole)]
    public static T? Read<T>(ReadOnlySpan<byte> text, JsonSerializerOptions options) => JsonSerializer.Deserialize<T>(text, options);
}
