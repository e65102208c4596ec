using System.Runtime.InteropServices;
using Iced.Intel;

namespace RLSandbox.Learning.Networks;

/// <summary>What is done with the sums of a block.</summary>
internal enum BlockEnding
{
    /// <summary>They are added to numbers in single precision.</summary>
    Add,

    /// <summary>max(floor, sum + bias) is written in single precision.</summary>
    Write,

    /// <summary>The same in bfloat16.</summary>
    WriteRounded,
}

/// <summary>Sums of products of a block: up to ten rows of numbers in bfloat16 with up to 32 columns, in single precision.</summary>
/// <remarks>
/// The instruction is VDPBF16PS: sixteen sums of two products each, twice the products of single precision; .NET has no name for it, so the code is assembled here. A <b>pair</b> is two neighbours
/// in the direction of the sum, 4 bytes. Columns lie as [pairs, 32], so that two vectors hold those of one pair; rows are read one pair at a time. Each sum has the order of its pairs,
/// whatever the block it is in: the same bits however a product is cut. Decision record 0051 has the figures.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RoundedBlock
{
    /// <summary>Most rows of a block, and columns: their sums and two vectors of columns take all registers that a function may overwrite on every system.</summary>
    public const int MaxRows = 10, Columns = 32;

    /// <summary>Pairs come in fours.</summary>
    public const int PairStep = 4;

    private const int Vectors = 2;
    private static readonly int Endings = Enum.GetValues<BlockEnding>().Length;
    private static readonly Lazy<nint[]> Code = new(Assemble);

    /// <summary>First row.</summary>
    public ushort* Rows;

    /// <summary>Bytes from a row to the next.</summary>
    public nint RowStep;

    /// <summary>Bytes from the end of a run to the next run of the same row.</summary>
    public nint RunSkip;

    /// <summary>Runs of a row, each contiguous; counted down.</summary>
    public nint Runs;

    /// <summary>Fours of pairs in a run.</summary>
    public nint RunLength;

    /// <summary>[pairs of all runs, 32, 2].</summary>
    public ushort* Panel;

    /// <summary>Where the first row's sums go.</summary>
    public void* Target;

    /// <summary>Bytes to where those of the next row go.</summary>
    public nint TargetStep;

    /// <summary>[32].</summary>
    public float* Bias;

    /// <summary>The least that is written.</summary>
    public float Floor;

    /// <summary>A bit per column that the target has.</summary>
    public uint Mask;

    /// <summary>Whether this processor can.</summary>
    public static bool IsSupported { get; } = Precisions.HasProcessorInstructions && MachineCode.IsSupported;

    /// <summary>Computes the block.</summary>
    /// <param name="rows">1 … <see cref="MaxRows"/>.</param>
    /// <param name="isNarrow">Whether sixteen columns are enough.</param>
    public void Run(int rows, bool isNarrow, BlockEnding ending)
    {
        var code = (delegate* unmanaged[SuppressGCTransition]<RoundedBlock*, void>)Code.Value[Index(rows, isNarrow ? 1 : Vectors, ending)];
        fixed (RoundedBlock* self = &this) code(self);
    }

    /// <summary>Computes any number of rows, block after block.</summary>
    /// <param name="columns">Of the panel that the target has.</param>
    public void RunAll(int rows, int columns, BlockEnding ending)
    {
        Mask = columns >= Columns ? uint.MaxValue : (1u << columns) - 1;
        var (runs, blocks) = (Runs, (rows + MaxRows - 1) / MaxRows);
        for (int block = 0, done = 0; block < blocks; block++)
        {
            var count = rows * (block + 1) / blocks - done;
            Runs = runs;
            Run(count, columns <= Columns / Vectors, ending);
            Rows = (ushort*)((byte*)Rows + count * RowStep);
            Target = (byte*)Target + count * TargetStep;
            done += count;
        }
    }

    private static int Index(int rows, int vectors, BlockEnding ending) => ((rows - 1) * Vectors + vectors - 1) * Endings + (int)ending;

    private static nint[] Assemble()
    {
        var assembler = new Assembler(64);
        var starts = new Label[MaxRows * Vectors * Endings];
        for (var rows = 1; rows <= MaxRows; rows++)
        {
            for (var vectors = 1; vectors <= Vectors; vectors++)
            {
                foreach (var ending in Enum.GetValues<BlockEnding>()) starts[Index(rows, vectors, ending)] = RoundedBlockAssembly.Write(assembler, rows, vectors, ending);
            }
        }

        return MachineCode.Load(assembler, starts);
    }
}
