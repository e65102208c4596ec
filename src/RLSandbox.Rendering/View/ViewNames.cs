using RLSandbox.Core;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Rendering.View;

/// <summary>Views and layers as people write them on a command line.</summary>
public static class ViewNames
{
    private static readonly (string Name, ViewKind Kind)[] _kinds = [("follow", ViewKind.Follow), ("heading-up", ViewKind.HeadingUp), ("free", ViewKind.Free), ("chase", ViewKind.Chase)];

    private static readonly (string Name, Layers Layer)[] _layers =
    [
        ("route", Layers.Route), ("trail", Layers.Trail), ("overview", Layers.Overview), ("lane-graph", Layers.LaneGraph), ("contacts", Layers.Contacts), ("sensors", Layers.Sensors),
        ("frustum", Layers.Frustum), ("skid-marks", Layers.SkidMarks), ("trees", Layers.Trees), ("standard", Layers.Standard), ("all", Layers.All), ("none", Layers.None),
    ];

    /// <summary>Names of views.</summary>
    public static IReadOnlyList<string> Views { get; } = [.. _kinds.Select(kind => kind.Name)];

    /// <summary>Names of layers; the last three stand for several or none.</summary>
    public static IReadOnlyList<string> LayerNames { get; } = [.. _layers.Select(layer => layer.Name)];

    /// <summary>A view by its name.</summary>
    /// <param name="option">By which it was given, for messages.</param>
    /// <exception cref="UserErrorException">There is none of this name.</exception>
    public static ViewKind ViewOf(string name, string option = "--view")
    {
        foreach (var (known, kind) in _kinds)
            if (known == name) return kind;
        throw Unknown(option, name, Views);
    }

    /// <summary>All layers of a list with commas.</summary>
    /// <inheritdoc cref="ViewOf"/>
    public static Layers LayersOf(string names, string option = "--layers")
    {
        var layers = Layers.None;
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = Array.FindIndex(_layers, layer => layer.Name == name);
            layers |= at >= 0 ? _layers[at].Layer : throw Unknown(option, name, LayerNames);
        }
        return layers;
    }

    private static UserErrorException Unknown(string option, string name, IReadOnlyList<string> known)
    {
        var nearest = NearestName.Of(name, known);
        return new($"{option} {name}: there is no such name; {(nearest is null ? "" : $"did you mean '{nearest}'? ")}There are {string.Join(", ", known)}.");
    }
}
