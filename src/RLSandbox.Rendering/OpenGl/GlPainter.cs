using RLSandbox.Driving;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Draws the world of a snapshot with OpenGL into part of a picture, without a window.</summary>
/// <remarks>The context is current on the thread that made this; only that thread may draw and dispose.</remarks>
public sealed class GlPainter : IWorldPainter
{
    private readonly EglContext _context;
    private readonly GlWorld _world;
    private readonly GlDevice _device;
    private readonly WorldOverview _overview = new();
    private GlFramebuffer? _target;
    private SKBitmap? _picture;
    private byte[] _row = [];

    /// <summary>Takes a context over.</summary>
    /// <param name="debug">Whether whatever the driver complains about is thrown.</param>
    /// <exception cref="ShaderException">The driver refuses a shader.</exception>
    public GlPainter(EglContext context, bool debug = false, int samples = 4)
    {
        _context = context;
        _world = new(context.Gl, debug, samples);
        _device = _world.Device;
    }

    /// <summary>Who draws, for people.</summary>
    public string Description => _context.Description;

    /// <summary>OpenGL objects that live now.</summary>
    public int LiveObjects => _world.LiveObjects;

    /// <summary>For tests: <see cref="GlWorld.DrawClasses"/>.</summary>
    internal GlWorld World => _world;

    /// <inheritdoc/>
    public void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail)
    {
        _context.MakeCurrent();
        var canvas = drawing.Canvas;
        var device = canvas.TotalMatrix.MapRect(area);
        int width = Math.Max(1, (int)MathF.Round(device.Width)), height = Math.Max(1, (int)MathF.Round(device.Height));
        Resize(width, height);
        _target!.Bind();
        _world.Draw(snapshot, view, trail, SKRectI.Create(width, height));
        Fetch();
        canvas.Save();
        canvas.ClipRect(area);
        using (var image = SKImage.FromPixels(_picture!.PeekPixels())) canvas.DrawImage(image, area, new SKSamplingOptions(SKFilterMode.Nearest));
        if (view.Has(Layers.Overview)) _overview.Draw(drawing, area, snapshot, view);
        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.MakeCurrent();
        _overview.Dispose();
        _target?.Dispose();
        _picture?.Dispose();
        _world.Dispose();
        _context.Dispose();
    }

    private void Resize(int width, int height)
    {
        if (_target?.Width == width && _target.Height == height) return;
        _target?.Dispose();
        _picture?.Dispose();
        _target = new(_device, width, height, 1, withDepth: false);
        _picture = new(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
    }

    /// <summary>OpenGL's first row is the lowest one.</summary>
    private unsafe void Fetch()
    {
        int stride = 4 * _target!.Width, height = _target.Height;
        if (_row.Length != stride * height) _row = new byte[stride * height];
        _target.Read(_row);
        for (var row = 0; row < height; row++) _row.AsSpan(row * stride, stride).CopyTo(new((void*)_picture!.GetAddress(0, height - 1 - row), stride));
    }
}
