namespace RLSandbox.Learning.Networks;

/// <summary>Sizes of one convolution without padding. Pictures are [height, width, channels] in memory: a line of a patch is one contiguous run.</summary>
public readonly record struct ConvolutionShape(int Height, int Width, int Channels, int Kernel, int Stride, int Filters)
{
    /// <summary>Smallest output: 0 is the rectifier, −∞ leaves the sums as they are.</summary>
    public float Floor { get; init; }

    /// <summary>Lines of the output.</summary>
    public int OutputHeight => (Height - Kernel) / Stride + 1;

    /// <summary>Positions in a line of the output.</summary>
    public int OutputWidth => (Width - Kernel) / Stride + 1;

    /// <summary>Numbers in an input picture.</summary>
    public int InputSize => Height * Width * Channels;

    /// <summary>Numbers in an output picture.</summary>
    public int OutputSize => OutputHeight * OutputWidth * Filters;

    /// <summary>Contiguous numbers in one line of a patch.</summary>
    public int Run => Kernel * Channels;

    /// <summary>Numbers in a patch: what one filter looks at.</summary>
    public int Patch => Kernel * Run;

    /// <summary>Numbers from a patch to its right neighbour.</summary>
    public int Step => Stride * Channels;

    /// <summary>Numbers from a line of the input to the next.</summary>
    public int Line => Width * Channels;

    /// <summary>Numbers of a patch that lie side by side where the derivative by the input is computed.</summary>
    public int RowLanes => Run % 32 == 0 ? 32 : 8;

    /// <summary>Where the forward pass has a weight: sixteen filters side by side, eight where no more are left.</summary>
    /// <param name="offset">Place in the patch [ky, kx, c].</param>
    public int ColumnPlace(int filter, int offset)
    {
        var first = filter / 16 * 16;
        return first * Patch + offset * Math.Min(16, Filters - first) + filter - first;
    }

    /// <summary>Where the derivative by the input has a weight: [patch / lanes, filters, lanes].</summary>
    /// <inheritdoc cref="ColumnPlace"/>
    public int RowPlace(int filter, int offset) => (offset / RowLanes * Filters + filter) * RowLanes + offset % RowLanes;

    /// <summary>Where the patch of a position begins in the input.</summary>
    public int InputPlace(int position) => position / OutputWidth * Stride * Line + position % OutputWidth * Step;

    /// <summary>Whether <see cref="ConvolutionKernels"/> can compute it: filters in eights, runs in sixteens (or eights, two lines at a time).</summary>
    public bool SuitsKernels => Filters % 8 == 0 && (Run % 16 == 0 || (Run == 8 && Kernel % 2 == 0));
}
