using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Core.Memory;
using static RLSandbox.TestKit.Contract.ContractException;

namespace RLSandbox.TestKit.Contract;

/// <summary>Drives an environment with random allowed actions into memory with gaps between the rows, and notes a hash of everything it publishes after each step.</summary>
internal sealed unsafe class ContractRun : IDisposable
{
    /// <summary>Bytes between two rows of a part, and before the first and after the last: a write outside a row hits them.</summary>
    private const int Gap = 64;

    private static readonly uint Purpose = RandomPurpose.Of("contract");

    private readonly IEnvironment _environment;
    private readonly NativeBuffer<byte>[] _memory;
    private readonly ObservationTarget _target;
    private readonly ActionBuffer _actions;
    private readonly int[] _choices;
    private readonly bool[] _mask;
    private byte _fill;
    private bool _intoOwnMemory;

    public ContractRun(IEnvironment environment)
    {
        _environment = environment;
        var spec = environment.Spec;
        _actions = new(spec.Action, spec.RowCount);
        _choices = [.. spec.Action.Choices];
        _mask = new bool[spec.HasActionMask ? spec.RowCount * spec.Action.ChoiceCount : 0];
        _memory = [.. spec.Parts.Select(part => new NativeBuffer<byte>(Gap + (long)spec.RowCount * Stride(part)))];
        _target = new(spec.Parts.Count);
        for (var part = 0; part < _memory.Length; part++) _target.Set(part, (nint)_memory[part].Address + Gap, Stride(spec.Parts[part]));
    }

    /// <summary>A run from a reset into memory that was filled with <paramref name="fill"/>, with every rule of a step checked.</summary>
    public (List<ulong> Hashes, ContractReport Report) FromReset(ulong seed, int steps, byte fill)
    {
        _intoOwnMemory = false;
        Fill(fill);
        _environment.Reset(seed, _target);
        var rules = new StepRules(_environment);
        rules.CheckAfterReset();
        var hashes = new List<ulong>();
        for (var step = 0; step < steps; step++)
        {
            Fill(fill);
            Step(step);
            rules.CheckAfterStep(step);
            CheckPixels(step);
            hashes.Add(Combine(HashOfColumns(), StateOfNow()));
        }
        return (hashes, rules.Report);
    }

    /// <summary>The same run without a target.</summary>
    public List<ulong> FromResetIntoOwnMemory(ulong seed, int steps)
    {
        _intoOwnMemory = true;
        _environment.Reset(seed);
        return Continue(0, steps);
    }

    /// <summary>The same run, each step in two parts; see <see cref="HashesOfWholes"/>.</summary>
    public List<ulong> FromResetInParts(IDivisibleEnvironment environment, ulong seed, int steps)
    {
        _intoOwnMemory = false;
        environment.Reset(seed, _target);
        var (hashes, middle) = (new List<ulong>(), environment.Spec.EnvironmentCount / 2);
        for (var step = 0; step < steps; step++)
        {
            DrawActions(step);
            environment.StepPart(_actions, _target, 0, middle);
            var finals = HashOfFinals();
            environment.StepPart(_actions, _target, middle, environment.Spec.EnvironmentCount - middle);
            hashes.Add(Combine(finals + HashOfFinals(), Combine(HashOfRows(), StateOfNow())));
        }
        return hashes;
    }

    /// <summary>What <see cref="FromResetInParts"/> is to give, from whole steps.</summary>
    public List<ulong> HashesOfWholes(ulong seed, int steps)
    {
        _intoOwnMemory = false;
        _environment.Reset(seed, _target);
        var hashes = new List<ulong>();
        for (var step = 0; step < steps; step++)
        {
            Step(step);
            hashes.Add(Combine(HashOfFinals(), Combine(HashOfRows(), StateOfNow())));
        }
        return hashes;
    }

    /// <summary>Goes on with the actions of steps <paramref name="from"/> … <paramref name="to"/> − 1.</summary>
    public List<ulong> Continue(int from, int to)
    {
        var hashes = new List<ulong>();
        for (var step = from; step < to; step++)
        {
            Step(step);
            hashes.Add(Combine(HashOfColumns(), StateOfNow()));
        }
        return hashes;
    }

    public void Load(Stream stream)
    {
        _intoOwnMemory = false;
        Fill(0xC3);
        _environment.LoadState(stream, _target);
    }

    /// <summary>Managed bytes that the calling thread allocated during the steps alone.</summary>
    public long AllocatedBytes(int from, int to)
    {
        var bytes = 0L;
        for (var step = from; step < to; step++)
        {
            DrawActions(step);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _environment.Step(_actions, _target);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return bytes;
    }

    /// <summary>Hash of what a policy sees now: observations, first-of-episode flags, action mask.</summary>
    public ulong StateOfNow()
    {
        var hash = Combine(Hash(_environment.Started), Hash(_environment.ActionMask));
        for (var part = 0; part < _memory.Length; part++)
            for (var row = 0; row < _environment.Spec.RowCount; row++) hash = StableHash.Of(Row(part, row), hash);
        return hash;
    }

    public void Dispose()
    {
        _actions.Dispose();
        foreach (var block in _memory) block.Dispose();
    }

    private static int Stride(ObservationPart part) => (part.ByteCount + 3) / 4 * 4 + Gap;

    private static ulong Hash<T>(ReadOnlySpan<T> column) where T : unmanaged => StableHash.Of(MemoryMarshal.AsBytes(column));

    private static ulong Combine(ulong first, ulong second) => StableHash.Combine(first, second);

    private void Step(int step)
    {
        DrawActions(step);
        _environment.Step(_actions, _intoOwnMemory ? null : _target);
    }

    private void DrawActions(int step)
    {
        _environment.ActionMask.CopyTo(_mask);
        for (var row = 0; row < _actions.RowCount; row++)
        {
            var key = new RandomKey(0, (uint)row, 0, Purpose);
            for (int i = 0, first = 0; i < _actions.Spec.Dimensions; i++)
            {
                var index = row * _actions.Spec.Dimensions + i;
                if (_choices.Length == 0)
                {
                    _actions.Values[index] = key.Uniform(-1f, 1f, (uint)i, (uint)step);
                    continue;
                }
                var choice = key.Integer(_choices[i], (uint)i, (uint)step);
                while (_mask.Length > 0 && !_mask[row * (_mask.Length / _actions.RowCount) + first + choice]) choice = (choice + 1) % _choices[i];
                _actions.Choices[index] = choice;
                first += _choices[i];
            }
        }
    }

    private Span<byte> Row(int part, int row)
    {
        var bytes = _environment.Spec.Parts[part].ByteCount;
        return _intoOwnMemory ? new((void*)_environment.Observations.Address(part, row), bytes) : _target[part].Row<byte>(row, bytes);
    }

    private void Fill(byte fill)
    {
        _fill = fill;
        foreach (var block in _memory) block.Span.Fill(fill);
    }

    /// <summary>Gaps untouched, floats finite.</summary>
    private void CheckPixels(int step)
    {
        var spec = _environment.Spec;
        for (var part = 0; part < spec.Parts.Count; part++)
        {
            var (bytes, stride) = (spec.Parts[part].ByteCount, Stride(spec.Parts[part]));
            Require(!_memory[part].Span[..Gap].ContainsAnyExcept(_fill), $"Step {step}: part {spec.Parts[part].Name} was written before row 0.");
            for (var row = 0; row < spec.RowCount; row++)
            {
                var gap = _memory[part].Span.Slice(Gap + row * stride + bytes, stride - bytes);
                Require(!gap.ContainsAnyExcept(_fill), $"Step {step}: part {spec.Parts[part].Name} was written outside row {row}.");
                if (spec.Parts[part].Type != ElementType.Float32) continue;
                foreach (var value in MemoryMarshal.Cast<byte, float>(Row(part, row)))
                    if (!float.IsFinite(value)) Require(false, $"Step {step}: part {spec.Parts[part].Name}, row {row} holds {value}.");
            }
        }
    }

    private ulong HashOfColumns() => Combine(HashOfFinals(), HashOfRows());

    /// <summary>Sum over the final rows: their order does not matter.</summary>
    private ulong HashOfFinals()
    {
        var sum = 0UL;
        for (var i = 0; i < _environment.FinalRows.Length; i++)
        {
            var hash = (ulong)_environment.FinalRows[i];
            for (var part = 0; part < _environment.Spec.Parts.Count; part++)
                hash = StableHash.Of(new((void*)_environment.FinalObservations.Address(part, i), _environment.Spec.Parts[part].ByteCount), hash);
            sum += Combine(1, hash);
        }
        return sum;
    }

    private ulong HashOfRows()
    {
        var hash = Combine(Hash(_environment.Rewards), Hash(_environment.Terms));
        hash = Combine(hash, Combine(Hash(_environment.Terminated), Hash(_environment.Truncated)));
        hash = Combine(hash, Hash(_environment.Active));
        hash = Combine(hash, Combine(Hash(_environment.Outcomes), Hash(_environment.Groups)));
        var spec = _environment.Spec;
        for (var row = 0; row < spec.RowCount; row++)
        {
            if (_environment.Outcomes[row] < 0) continue;       // measures are valid on ended rows only
            for (var measure = 0; measure < spec.Measures.Count; measure++) hash = Combine(hash, BitConverter.SingleToUInt32Bits(_environment.Measures[measure * spec.RowCount + row]));
        }
        return hash;
    }
}
