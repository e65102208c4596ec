using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Video;

/// <summary>Something that has a picture for every time.</summary>
public interface IFilm
{
    /// <summary>Seconds of simulated time; the first picture is at 0.</summary>
    double Seconds { get; }

    /// <summary>Whether the last picture says how it ended, and so stands for a while.</summary>
    bool HasEnd { get; }

    /// <summary>Makes somebody who draws it; several may draw at once.</summary>
    /// <param name="worlds">Stays the caller's.</param>
    IFilmPainter CreatePainter(IWorldPainter worlds);
}

/// <summary>Draws the pictures of a film. One thread at a time; the same time gives the same pixels.</summary>
public interface IFilmPainter : IDisposable
{
    /// <summary>The picture; changes with every call of <see cref="Draw"/>.</summary>
    Drawing Drawing { get; }

    /// <summary>Draws one picture.</summary>
    void Draw(double seconds);
}
