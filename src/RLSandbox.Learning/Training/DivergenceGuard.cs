namespace RLSandbox.Learning.Training;

/// <summary>Stops a run whose numbers are no longer finite, with a message that says what is left of it.</summary>
internal static class DivergenceGuard
{
    /// <summary>One iteration of <paramref name="learner"/>.</summary>
    /// <returns>Its metrics; NaN stands for "does not apply".</returns>
    /// <exception cref="DivergedException">The learner says so, or a metric is infinite; the message names the last good checkpoint.</exception>
    public static IReadOnlyList<KeyValuePair<string, double>> Iterate(ILearner learner, IEpisodeSink episodes, CheckpointStore checkpoints)
    {
        try
        {
            var metrics = learner.Iterate(episodes);
            foreach (var (name, value) in metrics)
            {
                if (double.IsInfinity(value)) throw new DivergedException($"{name} is {value} after {learner.Steps} steps");
            }
            return metrics;
        }
        catch (DivergedException cause)
        {
            throw new DivergedException($"Training diverged: {cause.Message.TrimEnd('.')}. The last good checkpoint is {checkpoints.Latest}. "
                + "Try a lower learning rate or a smaller gradient norm under another run name.");
        }
    }
}
