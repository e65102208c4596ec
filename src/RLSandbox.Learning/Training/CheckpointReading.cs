using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>Turns whatever a file of a checkpoint can provoke into a message.</summary>
internal static class CheckpointReading
{
    /// <summary>Reads from the checkpoint in <paramref name="folder"/>.</summary>
    /// <exception cref="UserErrorException">A file is missing, broken, or written for another task; the cause is the inner exception.</exception>
    internal static T Explain<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is not (UserErrorException or OperationCanceledException or OutOfMemoryException))
        {
            // Anything else: a file that was changed on purpose fits its hash and can make a reader stumble in ways that no list foresees.
            throw new UserErrorException(
                $"The run cannot go on from {Path.GetFullPath(folder)}: {problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Expected a checkpoint of the same scenario, options and version of the program.", problem);
        }
    }
}
