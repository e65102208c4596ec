using SkiaSharp;

namespace RLSandbox.Rendering.Video;

/// <summary>Turns pictures into a file that appears under its name only when it is whole.</summary>
/// <remarks>Encoding and appending are apart, so that several threads can encode frames that are then appended in order. Disposed before <see cref="Complete"/> it leaves nothing behind.</remarks>
public interface IVideoWriter : IDisposable
{
    /// <summary>One frame in the form that <see cref="Append"/> takes. Any number of threads may call it at once, in any order.</summary>
    byte[] Encode(SKPixmap frame);

    /// <summary>Adds the next frame, shown for <paramref name="count"/> frame times. One thread, in order.</summary>
    void Append(byte[] encoded, int count = 1);

    /// <summary>Writes what is left and gives the file its name. Call it once, after the last frame.</summary>
    void Complete();
}
