using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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
/// whatever the block it is in: the same bits however a product is cut. A block takes some microseconds, so that the runtime need not hear of it. Decision record 0051 has the figures.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RoundedBlock
{
    /// <summary>Most rows of a block, and columns: their sums and two vectors of columns take all registers that a function may overwrite on every system.</summary>
    public const int MaxRows = 10, Columns = 32;

    /// <summary>Pairs come in fours, except where rows are side by side.</summary>
    public const int PairStep = 4;

    private const int Vectors = 2;
    private static readonly Lazy<nint[]> Code = new(Assemble);

    /// <summary>First row.</summary>
    public ushort* Rows;

    /// <summary>Bytes from a row to the next; of rows side by side, [pairs, rows, 2], bytes from a pair to the next.</summary>
    public nint RowStep;

    /// <summary>Bytes from the end of a run to the next run of the same row; 0 of rows side by side.</summary>
    public nint RunSkip;

    /// <summary>Runs of a row, each contiguous; counted down.</summary>
    public nint Runs;

    /// <summary>Fours of pairs in a run; of rows side by side, pairs.</summary>
    public nint RunLength;

    /// <summary>[pairs of all runs, 32, 2]; with rows side by side, each [32, 2] may lie anywhere.</summary>
    public ushort* Panel;

    /// <summary>Bytes from a pair of the panel to the next, where rows are side by side.</summary>
    public nint PanelStep;

    /// <summary>Bytes beyond that from the last pair of a run to the next run, where rows are side by side.</summary>
    public nint PanelSkip;

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

    /// <summary>Whether this processor can, and the system lets it.</summary>
    public static bool IsSupported => Precisions.HasProcessorInstructions && Avx512Vbmi.IsSupported && Code.Value.Length > 0;

    /// <summary>Computes any number of rows, block after block.</summary>
    /// <param name="columns">Of the panel that the target has.</param>
    /// <param name="areSideBySide">Whether rows lie as [pairs, rows, 2].</param>
    public void Run(int rows, int columns, BlockEnding ending, bool areSideBySide = false)
    {
        var code = Code.Value.AsSpan(Index(1, columns <= Columns / Vectors ? 1 : Vectors, ending, areSideBySide));
        var nextRow = areSideBySide ? 2 * sizeof(ushort) : RowStep;
        Mask = columns >= Columns ? uint.MaxValue : (1u << columns) - 1;
        var (runs, blocks) = (Runs, (rows + MaxRows - 1) / MaxRows);
        for (int block = 0, done = 0; block < blocks; block++)
        {
            var count = (int)((long)rows * (block + 1) / blocks) - done;
            Runs = runs;
            fixed (RoundedBlock* self = &this) ((delegate* unmanaged[SuppressGCTransition]<RoundedBlock*, void>)code[count - 1])(self);
            Rows = (ushort*)((byte*)Rows + count * nextRow);
            Target = (byte*)Target + count * TargetStep;
            done += count;
        }
    }

    private static int Index(int rows, int vectors, BlockEnding ending, bool areSideBySide) => (((int)ending * 2 + (areSideBySide ? 1 : 0)) * Vectors + vectors - 1) * MaxRows + rows - 1;

    private static nint[] Assemble()
    {
        if (!MachineCode.IsSupported) return [];
        var assembler = new Assembler(64);
        var starts = new List<Label>();
        foreach (var ending in Enum.GetValues<BlockEnding>())
        {
            foreach (var areSideBySide in new[] { false, true })
            {
                for (var vectors = 1; vectors <= Vectors; vectors++)
                {
                    for (var rows = 1; rows <= MaxRows; rows++) starts.Add(RoundedBlockAssembly.Write(assembler, rows, vectors, ending, areSideBySide));
                }
            }
        }

        return MachineCode.Load(assembler, starts) ?? [];
    }
}
