using RLSandbox.Core.Contract;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Observations of the last M moments of R rows, each frame stored once, and one final frame for every truncated episode among them; in memory, in a file or on a device.</summary>
/// <remarks>
/// A <i>key</i> is moment · R + row with the moment counted from the begin of the run; the final observation that followed the action of a key is referred to as <c>~key</c>.
/// </remarks>
internal interface IReplayFrames : IDisposable
{
    /// <summary>M.</summary>
    int Capacity { get; }

    /// <summary>Moments seen since the begin of the run; the newest is this − 1. Set only by who reads them from disk.</summary>
    long Moments { get; set; }

    /// <summary>The oldest moment that is still held.</summary>
    long Oldest { get; }

    /// <summary>Observation parts.</summary>
    int PartCount { get; }

    /// <summary>What truncated rows saw last.</summary>
    FinalFrames Finals { get; }

    /// <summary>Where an environment writes the observations of the next moment, over the oldest; valid until the next call.</summary>
    ObservationTarget Target();

    /// <summary>Where the observations of the newest moment are written once more.</summary>
    ObservationTarget TargetAt(long moment);

    /// <summary>Where all rows of one part of a moment are written before <see cref="Keep"/>.</summary>
    Span<byte> WritableBytes(int part, long moment);

    /// <summary>What was written last is the moment <paramref name="moment"/>.</summary>
    void Keep(long moment);

    /// <summary>The environment has written the next moment: from now on it is the newest.</summary>
    void Advance(ReadOnlySpan<bool> started);

    /// <summary>Keeps what a row saw last; <paramref name="key"/> is of the moment that it acted in. Keys only ever grow.</summary>
    void AddFinal(ObservationBuffer source, int sourceRow, long key);

    /// <summary>[R] flags of a moment that is held.</summary>
    Span<bool> Started(long moment);

    /// <summary>Bytes of one part of all rows at a moment that is held; valid until the next call of anything here.</summary>
    ReadOnlySpan<byte> Bytes(int part, long moment);

    /// <summary>[R, D] numbers of a float part at one of the last two moments; valid as <see cref="Bytes"/> are.</summary>
    ReadOnlySpan<float> Floats(int part, long moment);

    /// <summary>Bytes of one part of all rows at one moment.</summary>
    int MomentBytes(int part);

    /// <summary>Chosen observations of every part as the network sees them, where the frames are; belongs to the caller's dispose scope.</summary>
    /// <param name="keys">Keys, or <c>~key</c> for the final observation after it.</param>
    Tensor[] Gather(ReadOnlySpan<long> keys);
}
