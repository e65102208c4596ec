namespace RLSandbox.Rendering.View;

/// <summary>What a viewer may switch on over the bare world.</summary>
[Flags]
public enum Layers
{
    /// <summary>Ground, road, bodies.</summary>
    None = 0,

    /// <summary>Dashes along the centre line of a circuit; start to goal of a route.</summary>
    Route = 1 << 0,

    /// <summary>Where the followed vehicle came along, in the colour of its speed.</summary>
    Trail = 1 << 1,

    /// <summary>Scale bar and the whole map in a corner.</summary>
    Overview = 1 << 2,

    /// <summary>Lanes with their driving direction and links.</summary>
    LaneGraph = 1 << 3,

    /// <summary>Bodies that touch the followed vehicle.</summary>
    Contacts = 1 << 4,

    /// <summary>What the state sensor looks at: points ahead on the route, distances.</summary>
    Sensors = 1 << 5,

    /// <summary>The ground that the camera of the followed vehicle sees.</summary>
    Frustum = 1 << 6,

    /// <summary>Rubber on the road where tyres slid.</summary>
    SkidMarks = 1 << 7,

    /// <summary>Trees beside the road; cameras see none.</summary>
    Trees = 1 << 8,

    /// <summary>What a picture shows unless somebody chose otherwise.</summary>
    Standard = Route | Trail | Overview | Trees,

    /// <summary>All of them.</summary>
    All = Standard | LaneGraph | Contacts | Sensors | Frustum | SkidMarks,
}
