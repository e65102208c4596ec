namespace RLSandbox.Rendering.OpenGl;

/// <summary>A shader that the driver refused.</summary>
/// <param name="file">Which one.</param>
/// <param name="log">What the driver says, with line numbers of the file.</param>
public sealed class ShaderException(string file, string log) : InvalidOperationException($"{file}: {log.Trim()}")
{
    /// <summary>What the driver says.</summary>
    public string Log { get; } = log;
}
