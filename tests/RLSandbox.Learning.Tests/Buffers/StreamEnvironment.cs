using System.Runtime.InteropServices;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>Random frames, rewards, ends and masks, two agents per environment, and a diary of all of it that a slow and obvious replay can be made from.</summary>
internal sealed class StreamEnvironment : IEnvironment
{
    public const int Choices = 3;
    private static readonly uint Purpose = RandomPurpose.Of("stream");
    private readonly float[] _rewards, _nothing;
    private readonly bool[] _terminated, _truncated, _active, _started, _mask, _isIn;
    private readonly int[] _outcomes, _groups;
    private readonly List<int> _finalRows = [];
    private uint _moment;

    public StreamEnvironment(int environments, bool hasMask)
    {
        Spec = new()
        {
            Name = "stream-v1", EnvironmentCount = environments, AgentCount = 2, HasActionMask = hasMask, Action = ActionSpec.Discrete(Choices),
            Parts = [new("picture", ElementType.UInt8, 2, 3, 2), new("numbers", ElementType.Float32, 3)], Outcomes = [new("end", true)],
        };
        var rows = Spec.RowCount;
        (_rewards, _nothing, _outcomes, _groups) = (new float[rows], [], new int[rows], new int[rows]);
        (_terminated, _truncated, _active, _started, _isIn) = (new bool[rows], new bool[rows], new bool[rows], new bool[rows], new bool[rows]);
        _mask = new bool[hasMask ? rows * Choices : 0];
        (Observations, FinalObservations) = (new(Spec.Parts, rows), new(Spec.Parts, rows));
    }

    /// <summary>What a row saw at a moment, what it did then, and what came of it.</summary>
    public sealed record Entry(byte[] Picture, float[] Numbers, bool Started, bool[] Mask)
    {
        public int Choice { get; set; }
        public float Reward { get; set; }
        public bool Active { get; set; }
        public bool Terminated { get; set; }
        public bool Truncated { get; set; }
        public byte[] FinalPicture { get; set; } = [];
        public float[] FinalNumbers { get; set; } = [];
    }

    /// <summary>[moment][row].</summary>
    public List<Entry[]> Diary { get; } = [];

    public EnvironmentSpec Spec { get; }
    public ObservationBuffer Observations { get; }
    public ObservationBuffer FinalObservations { get; }
    public ReadOnlySpan<float> Rewards => _rewards;
    public ReadOnlySpan<bool> Terminated => _terminated;
    public ReadOnlySpan<bool> Truncated => _truncated;
    public ReadOnlySpan<bool> Active => _active;
    public ReadOnlySpan<bool> Started => _started;
    public ReadOnlySpan<bool> ActionMask => _mask;
    public ReadOnlySpan<int> FinalRows => CollectionsMarshal.AsSpan(_finalRows);
    public ReadOnlySpan<float> Terms => _nothing;
    public ReadOnlySpan<float> Measures => _nothing;
    public ReadOnlySpan<int> Outcomes => _outcomes;
    public ReadOnlySpan<int> Groups => _groups;

    public void Reset(ulong seed, ObservationTarget? target = null)
    {
        _moment = 0;
        _isIn.AsSpan().Fill(true);
        _started.AsSpan().Fill(true);
        Observe(target!);
    }

    public void Step(ActionBuffer actions, ObservationTarget? target = null)
    {
        _finalRows.Clear();
        for (var row = 0; row < Spec.RowCount; row++)
        {
            var (entry, key) = (Diary[^1][row], Key(row));
            _active[row] = _isIn[row];
            _terminated[row] = _isIn[row] && key.Uniform(0) < 0.08f;
            _truncated[row] = _isIn[row] && !_terminated[row] && Key(row / 2 * 2).Uniform(1) < 0.06f;             // an environment is cut off as a whole
            _rewards[row] = _isIn[row] ? key.Uniform(-1f, 1f, 2) : 0;
            (entry.Choice, entry.Reward, entry.Active, entry.Terminated, entry.Truncated) = (actions.Choices[row], _rewards[row], _active[row], _terminated[row], _truncated[row]);
            if (!_truncated[row]) continue;
            (entry.FinalPicture, entry.FinalNumbers) = Draw(row, 9);
            Write(FinalObservations.Target, _finalRows.Count, entry.FinalPicture, entry.FinalNumbers);
            _finalRows.Add(row);
        }

        for (var first = 0; first < Spec.RowCount; first += 2) End(first);
        _moment++;
        Observe(target!);
    }

    public void SaveState(Stream stream)
    {
    }

    public void LoadState(Stream stream, ObservationTarget? target = null)
    {
    }

    public void Dispose()
    {
        Observations.Dispose();
        FinalObservations.Dispose();
    }

    private void End(int first)
    {
        for (var row = first; row < first + 2; row++) _isIn[row] &= !_terminated[row] && !_truncated[row];
        var goesOn = _isIn[first] || _isIn[first + 1];
        for (var row = first; row < first + 2; row++) (_started[row], _isIn[row]) = (!goesOn, goesOn ? _isIn[row] : true);
    }

    private void Observe(ObservationTarget target)
    {
        var entries = new Entry[Spec.RowCount];
        for (var row = 0; row < entries.Length; row++)
        {
            var (picture, numbers) = Draw(row, 5);
            Write(target, row, picture, numbers);
            for (var choice = 0; choice < Choices && _mask.Length > 0; choice++) _mask[row * Choices + choice] = choice == 1 || Key(row).Uniform(7, (uint)choice) < 0.5f;
            entries[row] = new(picture, numbers, _started[row], _mask.Length > 0 ? _mask.AsSpan(row * Choices, Choices).ToArray() : []);
        }

        Diary.Add(entries);
    }

    private (byte[] Picture, float[] Numbers) Draw(int row, uint slot) =>
        ([.. Enumerable.Range(0, 12).Select(i => (byte)Key(row).Integer(256, slot, (uint)i))], [.. Enumerable.Range(0, 3).Select(i => Key(row).Uniform(slot + 1, (uint)i))]);

    private static void Write(ObservationTarget target, int row, byte[] picture, float[] numbers)
    {
        picture.CopyTo(target[0].Row<byte>(row, picture.Length));
        numbers.CopyTo(target[1].Row<float>(row, numbers.Length));
    }

    private RandomKey Key(int row) => new(1, (uint)row, _moment, Purpose);
}
