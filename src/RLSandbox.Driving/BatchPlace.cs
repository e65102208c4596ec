namespace RLSandbox.Driving;

/// <summary>Which copies of a batch these are: part of a batch, simulated on its own, lives through the same episodes as in it.</summary>
/// <param name="First">Number of the first one in the batch; part of every random draw.</param>
/// <param name="Count">Copies of the whole batch: maps that are taken in order go on after so many.</param>
public readonly record struct BatchPlace(int First, int Count)
{
    /// <summary>A batch of its own.</summary>
    public static BatchPlace Whole(int count) => new(0, count);
}
