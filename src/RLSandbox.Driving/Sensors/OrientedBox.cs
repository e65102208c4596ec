using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>A body as a camera draws it over the map: a rectangle around its pose, in one class; a forward camera sees it stand <paramref name="Height"/> metres tall.</summary>
/// <remarks>
/// Covers the points at −half length ≤ x &lt; half length, −half width ≤ y &lt; half width of its own frame (x forward, y left): front and left
/// edges are left out, so bodies that touch do not overlap.
/// </remarks>
public readonly record struct OrientedBox(Pose Pose, Footprint Footprint, SurfaceClass Surface, float Height = 0f);
