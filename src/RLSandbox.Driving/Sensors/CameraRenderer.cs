using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>The camera of a scenario: writes one observation row as <see cref="CameraConfig"/> asks for it.</summary>
/// <remarks>
/// Order: map, then the other bodies (from above in list order, ahead from far to near), then the car itself; then each class byte becomes its gray or colour
/// where it lies; then dirt and noise. <see cref="CameraConfig.Weather"/> that is absent costs nothing.
/// Immutable: any number of threads may share one. No allocation.
/// </remarks>
public sealed class CameraRenderer
{
    private readonly CameraConfig _config;
    private readonly TopDownCamera? _topDown;
    private readonly ForwardCamera? _forward;
    private readonly bool _isFoggy;

    /// <summary>A renderer of pictures as <paramref name="config"/> describes them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The framing is impossible; a bound section is always possible.</exception>
    public CameraRenderer(CameraConfig config)
    {
        _config = config;
        if (config.Projection == CameraProjection.TopDown) _topDown = new(config.View);
        else _forward = new(config.ForwardView);
        _isFoggy = config.Weather.Fog.High > 0;
        Part = new("camera", ElementType.UInt8, config.Output == CameraOutput.Rgb ? 3 : 1, config.Height, config.Width);
    }

    /// <summary><c>camera</c>, uint8 [C, H, W]: three planes for RGB, else one.</summary>
    public ObservationPart Part { get; }

    /// <summary>Fills one row, [C, H, W].</summary>
    /// <param name="pose">The car that carries the camera, world frame.</param>
    /// <param name="body">Outline of that car; used only where the camera draws it.</param>
    /// <param name="others">Other vehicles and obstacles; not drawn where the config hides them.</param>
    /// <param name="moment">What the weather is drawn from.</param>
    /// <param name="target">Exactly <see cref="ObservationPart.ByteCount"/> bytes; all are written.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> has another length.</exception>
    public void Render(ClassRaster raster, in Pose pose, in Footprint body, ReadOnlySpan<OrientedBox> others, in CameraMoment moment, Span<byte> target)
        => Render(raster, pose, body, others, moment, default, target);

    /// <inheritdoc cref="Render(ClassRaster, in Pose, in Footprint, ReadOnlySpan{OrientedBox}, in CameraMoment, Span{byte})"/>
    /// <param name="next">What is asked for meanwhile.</param>
    internal void Render(ClassRaster raster, in Pose pose, in Footprint body, ReadOnlySpan<OrientedBox> others, in CameraMoment moment, in TilesAhead next, Span<byte> target)
    {
        if (target.Length != Part.ByteCount) throw new ArgumentException($"Expected {Part.ByteCount} bytes for {Part}, got {target.Length}.", nameof(target));
        var classes = target[..(_config.Width * _config.Height)];
        var shown = _config.ShowOthers ? others : [];
        _topDown?.RenderClasses(raster, pose, shown, next, classes);
        if (_config.DrawEgo) _topDown?.Draw(new(pose, body, SurfaceClass.Ego), pose, classes);
        _forward?.Render(raster, pose, shown, classes, withDistance: _isFoggy);
        if (_config.Output == CameraOutput.Classes) return;

        var weather = _config.Weather.At(moment);
        if (_config.Output == CameraOutput.Gray) Recolour(classes, _config.Palette.GrayTable, weather, classes);
        if (_config.Output == CameraOutput.Rgb)
        {
            Recolour(classes, _config.Palette.BlueTable, weather, target.Slice(2 * classes.Length, classes.Length));
            Recolour(classes, _config.Palette.GreenTable, weather, target.Slice(classes.Length, classes.Length));
            Recolour(classes, _config.Palette.RedTable, weather, classes);               // last: this plane held the classes
        }
        if (weather.Dirt > 0) LensDirt.Darken(target, _config.Width, _config.Height, weather.Dirt, moment);
        if (weather.Noise > 0) PixelNoise.Add(target, _config.Width, weather.Noise, moment);
    }

    /// <summary>The tiles of a picture that is drawn next; none where the camera looks ahead.</summary>
    internal TilesAhead Ahead(ClassRaster raster, scoped in Pose pose, Span<uint> room) => _topDown is null ? default : _topDown.Ahead(raster, pose, room);

    /// <summary>Every class in its shade under this weather; <paramref name="target"/> may be <paramref name="classes"/> itself.</summary>
    private void Recolour(ReadOnlySpan<byte> classes, Vector128<byte> shades, in Weather weather, Span<byte> target)
    {
        if (!_isFoggy)
        {
            Look(classes, Light.Dim(shades, weather.Night), target);
            return;
        }
        Span<Vector128<byte>> table = stackalloc Vector128<byte>[DistanceBand.Count];
        Light.Fill(shades, weather, _config.ViewMetres, table);
        var bytes = MemoryMarshal.AsBytes(table);
        for (var i = 0; i < classes.Length; i++) target[i] = bytes[classes[i]];
    }

    /// <summary>Looks every class up in a table of sixteen bytes; <paramref name="target"/> may be <paramref name="classes"/> itself.</summary>
    private static void Look(ReadOnlySpan<byte> classes, Vector128<byte> table, Span<byte> target)
    {
        var (done, two) = (0, Vector256.Create(table, table));
        ref var from = ref MemoryMarshal.GetReference(classes);
        ref var to = ref MemoryMarshal.GetReference(target[..classes.Length]);
        if (Avx512BW.IsSupported)
            for (; done <= classes.Length - Vector512<byte>.Count; done += Vector512<byte>.Count)
                Avx512BW.Shuffle(Vector512.Create(two, two), Vector512.LoadUnsafe(ref from, (nuint)done)).StoreUnsafe(ref to, (nuint)done);
        if (Avx2.IsSupported)
            for (; done <= classes.Length - Vector256<byte>.Count; done += Vector256<byte>.Count)
                Avx2.Shuffle(two, Vector256.LoadUnsafe(ref from, (nuint)done)).StoreUnsafe(ref to, (nuint)done);
        for (; done <= classes.Length - Vector128<byte>.Count; done += Vector128<byte>.Count)
            Vector128.Shuffle(table, Vector128.LoadUnsafe(ref from, (nuint)done)).StoreUnsafe(ref to, (nuint)done);
        for (; done < classes.Length; done++) target[done] = table[classes[done]];
    }
}
