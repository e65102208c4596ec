using System.Threading.Channels;
using RLSandbox.Rendering.Video;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A video of the window while it is used, in real time: encoded on a thread of its own, so that the window goes on as before.</summary>
/// <remarks>Where the encoder falls behind, the picture before stands a little longer; time never runs wrong.</remarks>
internal sealed class WindowFilm
{
    /// <summary>Pictures per second: enough to follow a car.</summary>
    public const double FramesPerSecond = 10;

    private const int Waiting = 8;

    private readonly IVideoWriter _writer;
    private readonly Channel<(SKBitmap Picture, int Number)> _pictures = Channel.CreateBounded<(SKBitmap, int)>(Waiting);
    private readonly Task _encoding;
    private double _seconds;
    private int _next;

    /// <summary>Begins a file of pictures of one size.</summary>
    /// <exception cref="Core.UserErrorException">Nothing can be written there.</exception>
    public WindowFilm(string path, SKSizeI size)
    {
        (Path, Size) = (path, size);
        _writer = VideoFormats.Of(path).Create(new(path, size.Width, size.Height, FramesPerSecond));
        _encoding = Task.Run(EncodeAsync);
    }

    /// <summary>Of the file.</summary>
    public string Path { get; }

    /// <summary>Of every picture, pixels.</summary>
    public SKSizeI Size { get; }

    /// <summary>Seconds so far.</summary>
    public double Seconds => _seconds;

    /// <summary>Lets time pass; whether a picture is due.</summary>
    public bool IsDue(double seconds)
    {
        _seconds += seconds;
        return _seconds * FramesPerSecond >= _next;
    }

    /// <summary>Takes a picture, which is disposed here.</summary>
    public void Add(SKBitmap picture)
    {
        var number = (int)(_seconds * FramesPerSecond);
        _next = number + 1;
        if (!_pictures.Writer.TryWrite((picture, number))) picture.Dispose();
    }

    /// <summary>Waits for the encoder and gives the file its name; false: no picture was taken, and there is no file.</summary>
    public bool Complete()
    {
        _pictures.Writer.Complete();
        using (_writer)
        {
            _encoding.GetAwaiter().GetResult();
            if (_next == 0) return false;
            _writer.Complete();
            return true;
        }
    }

    /// <summary>A picture is written when the next one is there, because only then is known how long it stands.</summary>
    private async Task EncodeAsync()
    {
        (byte[] Encoded, int Number)? before = null;
        await foreach (var (picture, number) in _pictures.Reader.ReadAllAsync())
        {
            using (picture)
            {
                using var pixels = picture.PeekPixels();
                var encoded = _writer.Encode(pixels);
                if (before is { } last) _writer.Append(last.Encoded, Math.Max(1, number - last.Number));
                before = (encoded, number);
            }
        }
        if (before is { } end) _writer.Append(end.Encoded);
    }
}
