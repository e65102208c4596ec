using System.Runtime.InteropServices;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace RLSandbox.Learning.Networks;

/// <summary>The instructions of <see cref="RoundedBlock.Run"/>.</summary>
/// <remarks>
/// Registers: r11 the block; rax row 0, r8 row 3, r9 row 5, rcx the row step, so that an address reaches each of ten rows; those side by side from rax alone, where r8 and r9 are the panel's step and skip; rdx the panel;
/// r10 counts. zmm0 and zmm1 a pair of all columns, the others sums.
/// No register is used that a caller keeps something in, on Windows or elsewhere.
/// </remarks>
internal static class RoundedBlockAssembly
{
    private const int PairBytes = 4, VectorBytes = 64, PanelPairBytes = 2 * VectorBytes;

    private static readonly AssemblerRegisterZMM[] Sums =
        [zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31, zmm2, zmm3, zmm4, zmm5];

    /// <summary>Writes a function that computes a block.</summary>
    /// <returns>Where it begins.</returns>
    public static Label Write(Assembler c, int rows, int vectors, BlockEnding ending, bool areSideBySide)
    {
        var start = c.CreateLabel();
        c.Label(ref start);
        c.mov(r11, MachineCode.FirstArgument);
        c.mov(rax, Field(nameof(RoundedBlock.Rows)));
        c.mov(rcx, Field(nameof(RoundedBlock.RowStep)));
        c.mov(rdx, Field(nameof(RoundedBlock.Panel)));
        for (var i = 0; i < rows * vectors; i++) c.vpxord(Sums[i], Sums[i], Sums[i]);
        if (areSideBySide) WriteSumsSideBySide(c, rows, vectors);
        else WriteSums(c, rows, vectors);
        WriteEnding(c, rows, vectors, ending);
        c.vzeroupper();
        c.ret();
        return start;
    }

    private static void WriteSums(Assembler c, int rows, int vectors)
    {
        Label run = c.CreateLabel(), four = c.CreateLabel();
        c.lea(r8, __[rcx + rcx * 2]);
        c.add(r8, rax);
        c.lea(r9, __[rcx + rcx * 4]);
        c.add(r9, rax);
        c.Label(ref run);
        c.mov(r10, Field(nameof(RoundedBlock.RunLength)));
        c.Label(ref four);
        for (var pair = 0; pair < RoundedBlock.PairStep; pair++)
        {
            var bytes = pair * PairBytes;
            WritePair(c, rdx + pair * PanelPairBytes, rows, vectors, row => Row(row) + bytes);
        }

        foreach (var register in new[] { rax, r8, r9 }) c.add(register, RoundedBlock.PairStep * PairBytes);
        c.add(rdx, RoundedBlock.PairStep * PanelPairBytes);
        c.dec(r10);
        c.jne(four);
        c.mov(r10, Field(nameof(RoundedBlock.RunSkip)));
        foreach (var register in new[] { rax, r8, r9 }) c.add(register, r10);
        c.dec(Field(nameof(RoundedBlock.Runs)));
        c.jne(run);
    }

    private static void WriteSumsSideBySide(Assembler c, int rows, int vectors)
    {
        Label run = c.CreateLabel(), next = c.CreateLabel();
        c.mov(r8, Field(nameof(RoundedBlock.PanelStep)));
        c.mov(r9, Field(nameof(RoundedBlock.PanelSkip)));
        c.Label(ref run);
        c.mov(r10, Field(nameof(RoundedBlock.RunLength)));
        c.Label(ref next);
        WritePair(c, rdx + 0, rows, vectors, row => rax + row * PairBytes);
        c.add(rax, rcx);
        c.add(rdx, r8);
        c.dec(r10);
        c.jne(next);
        c.add(rdx, r9);
        c.dec(Field(nameof(RoundedBlock.Runs)));
        c.jne(run);
    }

    /// <summary>One pair of all columns times that of each row.</summary>
    private static void WritePair(Assembler c, AssemblerMemoryOperand columns, int rows, int vectors, Func<int, AssemblerMemoryOperand> numbers)
    {
        c.vmovups(zmm0, __zmmword_ptr[columns]);
        if (vectors > 1) c.vmovups(zmm1, __zmmword_ptr[columns + VectorBytes]);
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++) c.vdpbf16ps(Sums[row * vectors + vector], vector == 0 ? zmm0 : zmm1, __dword_bcst[numbers(row)]);
        }
    }

    private static void WriteEnding(Assembler c, int rows, int vectors, BlockEnding ending)
    {
        c.kmovd(k1, Mask());
        c.kshiftrd(k2, k1, 16);
        c.mov(rax, Field(nameof(RoundedBlock.Target)));
        c.mov(rcx, Field(nameof(RoundedBlock.TargetStep)));
        c.mov(rdx, Field(nameof(RoundedBlock.Bias)));
        c.vbroadcastss(zmm0, __dword_ptr[r11 + Offset(nameof(RoundedBlock.Floor))]);
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                var sum = Sums[row * vectors + vector];
                if (ending == BlockEnding.Add) c.vaddps(vector == 0 ? sum.k1 : sum.k2, sum, __zmmword_ptr[rax + vector * VectorBytes]);
                else c.vaddps(sum, sum, __zmmword_ptr[rdx + vector * VectorBytes]);
                if (ending != BlockEnding.Add) c.vmaxps(sum, zmm0, sum);                              // the second, where one is no number: that shows
                if (ending != BlockEnding.WriteRounded) c.vmovups(Masked(__zmmword_ptr[rax + vector * VectorBytes], vector), sum);
                if (ending != BlockEnding.WriteRounded) continue;
                c.vcvtneps2bf16(ymm1, sum);
                c.vmovdqu16(Masked(__ymmword_ptr[rax + vector * VectorBytes / 2], vector), ymm1);
            }

            c.add(rax, rcx);
        }
    }

    private static AssemblerMemoryOperand Masked(AssemblerMemoryOperand target, int vector) => vector == 0 ? target.k1 : target.k2;

    private static AssemblerMemoryOperand Field(string name) => __qword_ptr[r11 + Offset(name)];

    private static AssemblerMemoryOperand Mask() => __dword_ptr[r11 + Offset(nameof(RoundedBlock.Mask))];

    private static int Offset(string name) => (int)Marshal.OffsetOf<RoundedBlock>(name);

    private static AssemblerMemoryOperand Row(int row) => row switch
    {
        0 => rax + 0,
        1 => rax + rcx,
        2 => rax + rcx * 2,
        3 => r8 + 0,
        4 => rax + rcx * 4,
        5 => r9 + 0,
        6 => r9 + rcx,
        7 => r8 + rcx * 4,
        8 => rax + rcx * 8,
        _ => r9 + rcx * 4,
    };
}
