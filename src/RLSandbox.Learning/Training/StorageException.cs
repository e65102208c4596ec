namespace RLSandbox.Learning.Training;

/// <summary>A run could not be written: the disk is full, gone or not ours to write. The message says what is left and what to do.</summary>
public sealed class StorageException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Does <paramref name="work"/> on a run.</summary>
    /// <exception cref="StorageException">A file of the run could not be written or read.</exception>
    internal static T Explain<T>(RunFolder run, ILearner learner, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                FormattableString.Invariant($"Training stopped after {learner.Steps} steps, because the run cannot be written: {problem.Message.TrimEnd('.')}. ")
                + $"The last whole checkpoint is {run.Checkpoints.Latest ?? "none"}. Free some space or change the permissions, and go on with --resume --run {run.Name}.",
                problem);
        }
    }
}
