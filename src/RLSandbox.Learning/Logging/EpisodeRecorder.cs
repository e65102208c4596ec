using RLSandbox.Core.Contract;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Logging;

/// <summary>Gathers what came of training episodes: means over the last episodes and over the steps of the current iteration.</summary>
/// <remarks>
/// Hears every environment step and allocates nothing there. Rows that were not active are ignored. The state (sums of unfinished
/// episodes, the window) is part of a checkpoint, so that a resumed run logs the same bits.
/// </remarks>
public sealed class EpisodeRecorder : IEpisodeSink
{
    /// <summary>Finished episodes that the window keeps.</summary>
    public const int WindowSize = 100;

    private const int FormatVersion = 1;
    private const int ReturnIndex = 0;
    private const int LengthIndex = 1;
    private const int OutcomeIndex = 2;
    private const int FirstTerm = 3;

    private readonly EnvironmentSpec _spec;
    private readonly int _rows;
    private readonly int _terms;
    private readonly int _measures;
    private readonly int _width;                       // numbers per episode: return, length, outcome, K terms, M measures
    private readonly double[] _running;                // [R, width] sums of unfinished episodes
    private readonly double[] _window;                 // [WindowSize, width] ring of finished episodes
    private readonly double[] _stepSums;               // [1 + K] reward and terms over the active rows of this iteration
    private long _activeRows, _truncated;              // of this iteration
    private long _episodesBefore;

    /// <summary>A recorder for environments of this shape.</summary>
    public EpisodeRecorder(EnvironmentSpec spec)
    {
        _spec = spec;
        _rows = spec.RowCount;
        _terms = spec.Terms.Count;
        _measures = spec.Measures.Count;
        _width = FirstTerm + _terms + _measures;
        _running = new double[_rows * _width];
        _window = new double[WindowSize * _width];
        _stepSums = new double[1 + _terms];
        Columns =
        [
            "episodes", "iterationEpisodes", "iterationTruncated", "return", "length", "success",
            .. spec.Outcomes.Select(outcome => $"outcome/{outcome.Name}"),
            .. spec.Terms.Select(term => $"term/{term}"),
            .. spec.Measures.Select(measure => $"measure/{measure.Name}"),
            "stepReward",
            .. spec.Terms.Select(term => $"stepTerm/{term}"),
        ];
    }

    /// <summary>Finished episodes since the run began.</summary>
    public long Episodes { get; private set; }

    /// <summary>Actions applied since this recorder was made, summed over N; counts whole environments, however many of their rows are active.</summary>
    public long EnvironmentSteps { get; private set; }

    /// <summary>Names of what <see cref="TakeIteration"/> returns, in its order.</summary>
    /// <remarks>
    /// <c>iterationTruncated</c> is the share of the iteration's episodes that were cut off; <c>return</c>, <c>length</c> (steps), <c>success</c>, <c>outcome/*</c> (shares), <c>term/*</c> (sum per episode) and <c>measure/*</c>
    /// are means over the last <see cref="WindowSize"/> episodes; <c>stepReward</c> and <c>stepTerm/*</c> are means per active row of the iteration.
    /// </remarks>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public void AfterStep(IEnvironment environment)
    {
        var rewards = environment.Rewards;
        var terms = environment.Terms;
        var active = environment.Active;
        var terminated = environment.Terminated;
        var truncated = environment.Truncated;
        EnvironmentSteps += _spec.EnvironmentCount;
        for (var row = 0; row < _rows; row++)
        {
            if (!active[row]) continue;
            _activeRows++;
            var episode = _running.AsSpan(row * _width, _width);
            episode[ReturnIndex] += rewards[row];
            episode[LengthIndex]++;
            _stepSums[0] += rewards[row];
            for (var term = 0; term < _terms; term++)
            {
                episode[FirstTerm + term] += terms[term * _rows + row];
                _stepSums[1 + term] += terms[term * _rows + row];
            }
            if (truncated[row]) _truncated++;
            if (terminated[row] || truncated[row]) End(environment, row, episode);
        }
    }

    private void End(IEnvironment environment, int row, Span<double> episode)
    {
        episode[OutcomeIndex] = environment.Outcomes[row];
        for (var measure = 0; measure < _measures; measure++) episode[FirstTerm + _terms + measure] = environment.Measures[measure * _rows + row];
        episode.CopyTo(_window.AsSpan((int)(Episodes % WindowSize) * _width, _width));
        episode.Clear();
        Episodes++;
    }

    /// <summary>Numbers of the iteration that just ended, NaN where nothing was observed; begins the next iteration.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> TakeIteration()
    {
        var numbers = new List<double>(Columns.Count)
        {
            Episodes, Episodes - _episodesBefore, _truncated / (double)(Episodes - _episodesBefore), WindowMean(ReturnIndex), WindowMean(LengthIndex), OutcomeShare(IsSuccess),
        };
        for (var outcome = 0; outcome < _spec.Outcomes.Count; outcome++)
        {
            var wanted = outcome;
            numbers.Add(OutcomeShare(index => index == wanted));
        }
        for (var i = FirstTerm; i < _width; i++) numbers.Add(WindowMean(i));
        foreach (var sum in _stepSums) numbers.Add(sum / _activeRows);

        Array.Clear(_stepSums);
        (_activeRows, _truncated) = (0, 0);
        _episodesBefore = Episodes;
        return [.. Columns.Zip(numbers, (name, value) => new KeyValuePair<string, double>(name, value))];
    }

    /// <summary>Writes everything that later numbers depend on; called between two iterations.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(FormatVersion);
        writer.Write(_rows);
        writer.Write(_width);
        writer.Write(Episodes);
        foreach (var number in _running) writer.Write(number);
        foreach (var number in _window) writer.Write(number);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was written for an environment of another shape, is cut off, or holds what cannot be.</exception>
    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            var (version, rows, width) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            if ((version, rows, width) != (FormatVersion, _rows, _width))
            {
                throw new InvalidDataException($"The episode record has version {version}, {rows} rows of {width} numbers; expected version {FormatVersion}, {_rows} rows of {_width}.");
            }
            Episodes = _episodesBefore = reader.ReadInt64();
            for (var i = 0; i < _running.Length; i++) _running[i] = reader.ReadDouble();
            for (var i = 0; i < _window.Length; i++) _window[i] = reader.ReadDouble();
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("The episode record is cut off.", cut);
        }
        if (Episodes < 0) throw new InvalidDataException($"The episode record counts {Episodes} episodes.");
        for (var episode = 0; episode < WindowCount; episode++)
        {
            var outcome = _window[episode * _width + OutcomeIndex];
            if (!(outcome >= -1 && outcome < _spec.Outcomes.Count)) throw new InvalidDataException($"The episode record has the outcome {outcome}; there are {_spec.Outcomes.Count}.");
        }
    }

    private int WindowCount => (int)Math.Min(Episodes, WindowSize);

    private bool IsSuccess(int outcome) => outcome >= 0 && _spec.Outcomes[outcome].IsSuccess;

    private double WindowMean(int index)
    {
        var (sum, count) = (0.0, 0);
        for (var episode = 0; episode < WindowCount; episode++)
        {
            var value = _window[episode * _width + index];
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return sum / count;
    }

    private double OutcomeShare(Func<int, bool> counts)
    {
        var hits = 0.0;
        for (var episode = 0; episode < WindowCount; episode++)
        {
            if (counts((int)_window[episode * _width + OutcomeIndex])) hits++;
        }
        return hits / WindowCount;
    }
}
