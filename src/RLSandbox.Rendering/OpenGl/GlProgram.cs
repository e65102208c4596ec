using RLSandbox.Core;
using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>A vertex and a fragment shader, from files under assets/shaders.</summary>
/// <remarks>Each file is preceded by <c>frame.glsl</c>: the version, and what is the same for a whole picture.</remarks>
internal sealed class GlProgram : IDisposable
{
    private const string Common = "frame.glsl";

    private readonly GlDevice _device;
    private readonly uint _name;

    /// <summary>Compiles and links <c>NAME.vert.glsl</c> and <c>NAME.frag.glsl</c>.</summary>
    /// <exception cref="UserErrorException">A file is missing.</exception>
    /// <exception cref="ShaderException">The driver refuses one.</exception>
    /// <param name="words">Words that the files may ask for.</param>
    public GlProgram(GlDevice device, string name, params IReadOnlyList<string> words) : this(device, (Assets.Find("shaders", name + ".vert.glsl"), Assets.Find("shaders", name + ".frag.glsl")), words)
    {
    }

    /// <summary>Compiles and links two files.</summary>
    internal GlProgram(GlDevice device, (string Vertex, string Fragment) files, params IReadOnlyList<string> words)
    {
        _device = device;
        var gl = device.Gl;
        uint vertex = Compile(gl, ShaderType.VertexShader, files.Vertex, words), fragment = 0;
        try
        {
            fragment = Compile(gl, ShaderType.FragmentShader, files.Fragment, words);
            _name = gl.CreateProgram();
            gl.AttachShader(_name, vertex);
            gl.AttachShader(_name, fragment);
            gl.LinkProgram(_name);
            Require(gl.GetProgram(_name, ProgramPropertyARB.LinkStatus) != 0, $"{files.Vertex} with {Path.GetFileName(files.Fragment)}", () => gl.GetProgramInfoLog(_name));
        }
        catch
        {
            gl.DeleteProgram(_name);
            throw;
        }
        finally
        {
            gl.DeleteShader(vertex);
            gl.DeleteShader(fragment);
        }
        device.Made(_name);
        var block = gl.GetUniformBlockIndex(_name, "Frame");
        if (block != uint.MaxValue) gl.UniformBlockBinding(_name, block, FrameBlock.Binding);
    }

    /// <summary>Makes it the current one.</summary>
    public void Use() => _device.Gl.UseProgram(_name);

    /// <summary>Tells a sampler which texture unit it reads.</summary>
    public void Sampler(string name, int unit)
    {
        Use();
        _device.Gl.Uniform1(_device.Gl.GetUniformLocation(_name, name), unit);
    }

    /// <summary>Place of a uniform.</summary>
    public int Location(string name) => _device.Gl.GetUniformLocation(_name, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Gl.DeleteProgram(_name);
        _device.Deleted();
    }

    private static uint Compile(GL gl, ShaderType type, string file, IReadOnlyList<string> words)
    {
        var shader = gl.CreateShader(type);
        // Lines in the log are lines of the file.
        gl.ShaderSource(shader, $"{RegularFile.ReadAllText(Assets.Find("shaders", Common))}\n{string.Concat(words.Select(word => $"#define {word}\n"))}#line 1\n{RegularFile.ReadAllText(file)}");
        gl.CompileShader(shader);
        if (gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0) return shader;
        var log = gl.GetShaderInfoLog(shader);
        gl.DeleteShader(shader);
        throw new ShaderException(file, log);
    }

    private static void Require(bool isDone, string files, Func<string> log)
    {
        if (!isDone) throw new ShaderException(files, log());
    }
}
