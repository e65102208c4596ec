using RLSandbox.Driving;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>Where the viewer looks from: kind of view, distance, place and layers.</summary>
public sealed class ViewerEye
{
    private const float Closest = 8, Farthest = 5000, PanShare = 0.12f;

    private readonly float _usual;
    private SKPoint? _dragged;

    /// <summary>An eye for vehicles with this top speed.</summary>
    public ViewerEye(float topSpeed, Layers layers, ViewKind kind)
    {
        _usual = Frames.FrameOptions.MetresFor(topSpeed);
        View = new() { Metres = _usual, Layers = layers, Kind = kind };
    }

    /// <summary>The view now.</summary>
    public WorldView View { get; private set; }

    /// <summary>Follows another agent.</summary>
    public void Follow(int agent) => View = View with { Agent = agent };

    /// <summary>The next kind of view; a free one begins where the eye is.</summary>
    public void NextKind(Snapshot snapshot)
    {
        var kind = (ViewKind)(((int)View.Kind + 1) % 4);
        if (kind == ViewKind.Free) Free(snapshot);
        else View = View with { Kind = kind };
    }

    /// <summary>Switches a layer.</summary>
    public void Toggle(Layers layer) => View = View with { Layers = View.Layers ^ layer };

    /// <summary>Closer (above 0) or farther, so many notches.</summary>
    public void Zoom(float notches) => View = View with { Metres = Math.Clamp(View.Metres * MathF.Pow(0.85f, notches), Closest, Farthest) };

    /// <summary>Back to the followed vehicle at the usual distance.</summary>
    public void Reset() => View = View with { Kind = View.Kind == ViewKind.Free ? ViewKind.Follow : View.Kind, Metres = _usual };

    /// <summary>Moves a share of the picture to the right and up, in a free view that begins here.</summary>
    public void Pan(int right, int up, Snapshot snapshot)
    {
        Free(snapshot);
        View = View with { CentreX = View.CentreX + right * PanShare * View.Metres, CentreY = View.CentreY + up * PanShare * View.Metres };
    }

    /// <summary>The mouse takes hold of the ground.</summary>
    public void Grab(SKPoint at) => _dragged = at;

    /// <summary>The mouse lets go.</summary>
    public void LetGo() => _dragged = null;

    /// <summary>The mouse pulls the ground along; true where it holds it.</summary>
    /// <param name="world">Part of the picture that shows the world, pixels.</param>
    public bool Drag(SKPoint to, SKRect world, Snapshot snapshot)
    {
        if (_dragged is not { } from) return false;
        if (from == to) return true;
        Free(snapshot);
        var metres = View.Metres / Math.Max(1, Math.Min(world.Width, world.Height));
        View = View with { CentreX = View.CentreX - (to.X - from.X) * metres, CentreY = View.CentreY + (to.Y - from.Y) * metres };
        _dragged = to;
        return true;
    }

    private void Free(Snapshot snapshot)
    {
        if (View.Kind == ViewKind.Free) return;
        var pose = snapshot.Vehicles[View.Agent].Pose;
        View = View with { Kind = ViewKind.Free, CentreX = pose.X, CentreY = pose.Y };
    }
}
