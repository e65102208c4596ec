using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Window;

/// <summary>The layers in the order of the keys that switch them.</summary>
public static class ViewerLayers
{
    /// <summary>Layer and the word for it.</summary>
    public static IReadOnlyList<(Layers Layer, string Name)> All { get; } =
    [
        (Layers.Route, "route"), (Layers.Trail, "trail"), (Layers.Overview, "overview and scale"), (Layers.LaneGraph, "lane graph"),
        (Layers.Contacts, "contacts"), (Layers.Sensors, "sensor rays"), (Layers.Frustum, "ground in the camera"), (Layers.SkidMarks, "skid marks"), (Layers.Trees, "trees"),
    ];
}
