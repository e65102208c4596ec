using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>A picture that shaders read, four bytes per pixel.</summary>
internal sealed class GlTexture : IDisposable
{
    private readonly GlDevice _device;

    /// <summary>Of these pixels, RGBA from the first row on, with smaller levels where it repeats or is drawn small.</summary>
    public unsafe GlTexture(GlDevice device, int width, int height, ReadOnlySpan<byte> pixels, bool repeats)
        : this(device, width, height)
    {
        fixed (byte* data = pixels) device.Gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgba8, (uint)width, (uint)height, 0, PixelFormat.Rgba, PixelType.UnsignedByte, data);
        Parameters(repeats ? TextureWrapMode.Repeat : TextureWrapMode.ClampToEdge, TextureMinFilter.LinearMipmapLinear);
        device.Gl.GenerateMipmap(TextureTarget.Texture2D);
    }

    private GlTexture(GlDevice device, int width, int height)
    {
        (_device, Width, Height) = (device, width, height);
        Name = device.Made(device.Gl.GenTexture());
        device.Gl.BindTexture(TextureTarget.Texture2D, Name);
    }

    /// <summary>Number of the object.</summary>
    public uint Name { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>One to draw into.</summary>
    public static unsafe GlTexture Target(GlDevice device, int width, int height)
    {
        var texture = new GlTexture(device, width, height);
        device.Gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgba8, (uint)width, (uint)height, 0, PixelFormat.Rgba, PixelType.UnsignedByte, null);
        texture.Parameters(TextureWrapMode.ClampToEdge, TextureMinFilter.Linear);
        return texture;
    }

    /// <summary>Makes it readable at a texture unit.</summary>
    public void Bind(int unit)
    {
        _device.Gl.ActiveTexture(TextureUnit.Texture0 + unit);
        _device.Gl.BindTexture(TextureTarget.Texture2D, Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Gl.DeleteTexture(Name);
        _device.Deleted();
    }

    private void Parameters(TextureWrapMode wrap, TextureMinFilter filter)
    {
        var gl = _device.Gl;
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)wrap);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)wrap);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)filter);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
    }
}
