using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>Saved worlds of some steps of a playback, from which the others are played again.</summary>
/// <remarks>
/// One every so many steps; when they take more than their memory, every second one goes and the distance doubles. So a seek costs at most that many
/// steps, and memory stays bounded however long somebody plays. The first one, of step 0, always stays.
/// </remarks>
/// <param name="memory">Bytes of all states together, beyond which they are thinned out; the first two stay in any case.</param>
internal sealed class KeyStates(long memory)
{
    /// <summary>64 steps of one car among 50 others are some milliseconds: no viewer notices, and a key state of two kilobytes costs nothing.</summary>
    private const int ClosestSpacing = 64;

    private readonly List<KeyState> _states = [];

    /// <summary>Steps between two of them.</summary>
    public int Spacing { get; private set; } = ClosestSpacing;

    /// <summary>Bytes that they take.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Keeps the world of <paramref name="step"/> where one is due.</summary>
    public void Offer(int step, DrivingEnvironment environment, ReadOnlySpan<double> sums)
    {
        if (step % Spacing != 0 || _states.Count > 0 && step <= _states[^1].Step) return;
        using var stream = new MemoryStream();
        environment.SaveState(stream);
        Add(new(step, stream.ToArray(), sums.ToArray()));
        while (ByteCount > memory && _states.Count > 2) ThinOut();
    }

    /// <summary>The latest one before <paramref name="step"/>; that of step 0 for step 0.</summary>
    public KeyState Before(int step)
    {
        var at = _states.Count - 1;
        while (at > 0 && _states[at].Step >= step) at--;
        return _states[at];
    }

    /// <summary>Forgets those after <paramref name="step"/>.</summary>
    public void Truncate(int step)
    {
        for (var at = _states.Count - 1; at > 0 && _states[at].Step > step; at--) RemoveAt(at);
    }

    private void Add(KeyState state)
    {
        _states.Add(state);
        ByteCount += state.ByteCount;
    }

    private void ThinOut()
    {
        Spacing *= 2;
        for (var at = _states.Count - 1; at > 0; at--)
            if (_states[at].Step % Spacing != 0) RemoveAt(at);
    }

    private void RemoveAt(int at)
    {
        ByteCount -= _states[at].ByteCount;
        _states.RemoveAt(at);
    }
}

/// <summary>The world after some steps.</summary>
/// <param name="World">As <see cref="DrivingEnvironment.SaveState"/> writes it.</param>
/// <param name="Sums">[R, K] weighted reward of the running episodes.</param>
internal sealed record KeyState(int Step, byte[] World, double[] Sums)
{
    /// <summary>Bytes that it takes.</summary>
    public long ByteCount => World.Length + sizeof(double) * Sums.Length;
}
