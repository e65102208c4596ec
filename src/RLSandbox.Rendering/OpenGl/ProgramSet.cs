namespace RLSandbox.Rendering.OpenGl;

/// <summary>What a picture may need of a shader; what it does not need, no pixel pays for.</summary>
[Flags]
internal enum ShaderWords
{
    /// <summary>By day, dry, from above.</summary>
    None = 0,

    /// <summary>Lamps light the ground.</summary>
    Night = 1,

    /// <summary>It rains.</summary>
    Wet = 2,

    /// <summary>In perspective.</summary>
    Chase = 4,

    /// <summary>Bodies with a pattern.</summary>
    Pattern = 8,

    /// <summary>A ghost among bodies, where a pixel has one sample.</summary>
    Ghost = 16,
}

/// <summary>The variants of one program, each compiled when it is first needed.</summary>
internal sealed class ProgramSet(GlDevice device, string name) : IDisposable
{
    private readonly Dictionary<ShaderWords, GlProgram> _programs = [];

    /// <summary>Makes a variant the current program.</summary>
    public void Use(ShaderWords words)
    {
        if (!_programs.TryGetValue(words, out var program)) _programs.Add(words, program = Compile(words));
        program.Use();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var program in _programs.Values) program.Dispose();
    }

    private GlProgram Compile(ShaderWords words)
    {
        var program = new GlProgram(device, name, [.. Enum.GetValues<ShaderWords>().Where(word => word != ShaderWords.None && words.HasFlag(word)).Select(word => word.ToString().ToUpperInvariant())]);
        if (words.HasFlag(ShaderWords.Night)) program.Sampler("lampLight", GlWorld.LampUnit);
        return program;
    }
}
