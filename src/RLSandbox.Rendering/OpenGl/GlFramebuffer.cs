using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Somewhere to draw: colours with one or several samples per pixel, and depth where asked for.</summary>
internal sealed class GlFramebuffer : IDisposable
{
    private readonly GlDevice _device;
    private readonly uint _name, _depth, _colour;

    /// <summary>Pixels with <paramref name="samples"/> samples each.</summary>
    /// <param name="readable">Whether shaders read it as a texture; one sample then.</param>
    public GlFramebuffer(GlDevice device, int width, int height, int samples, bool withDepth, bool readable = false)
    {
        (_device, Width, Height, Samples) = (device, width, height, samples);
        var gl = device.Gl;
        _name = device.Made(gl.GenFramebuffer());
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, _name);
        if (readable)
        {
            Texture = GlTexture.Target(device, width, height);
            gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, Texture.Name, 0);
        }
        else _colour = Storage(InternalFormat.Rgba8, FramebufferAttachment.ColorAttachment0);
        if (withDepth) _depth = Storage(InternalFormat.DepthComponent24, FramebufferAttachment.DepthAttachment);
        var status = gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete) throw new InvalidOperationException(FormattableString.Invariant($"OpenGL cannot draw into {width} × {height} pixels of {samples} samples: {status}."));
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Per pixel; 1 for none but the pixel itself.</summary>
    public int Samples { get; }

    /// <summary>The colours, where shaders read them.</summary>
    public GlTexture? Texture { get; }

    /// <summary>Makes it the one that is drawn into, all of it.</summary>
    public void Bind()
    {
        _device.Gl.BindFramebuffer(FramebufferTarget.Framebuffer, _name);
        _device.Gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Copies the colours into framebuffer <paramref name="target"/>, samples averaged, with the lower left corner at (x, y).</summary>
    public void CopyTo(uint target, int x, int y)
    {
        var gl = _device.Gl;
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _name);
        gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, target);
        gl.BlitFramebuffer(0, 0, Width, Height, x, y, x + Width, y + Height, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, target);
    }

    /// <summary>Reads the colours, BGRA, from the lowest row on; of one sample only.</summary>
    public unsafe void Read(Span<byte> pixels)
    {
        _device.Gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _name);
        fixed (byte* data = pixels) _device.Gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Bgra, PixelType.UnsignedByte, data);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Gl.DeleteFramebuffer(_name);
        _device.Deleted();
        Texture?.Dispose();
        Delete(_colour);
        Delete(_depth);
    }

    private uint Storage(InternalFormat format, FramebufferAttachment attachment)
    {
        var gl = _device.Gl;
        var storage = _device.Made(gl.GenRenderbuffer());
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, storage);
        if (Samples > 1) gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, (uint)Samples, format, (uint)Width, (uint)Height);
        else gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, format, (uint)Width, (uint)Height);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, attachment, RenderbufferTarget.Renderbuffer, storage);
        return storage;
    }

    private void Delete(uint storage)
    {
        if (storage == 0) return;
        _device.Gl.DeleteRenderbuffer(storage);
        _device.Deleted();
    }
}
