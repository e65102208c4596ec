namespace RLSandbox.Driving.Sensors;

/// <summary>One quantity of the state part; the name in a scenario is the member's name with a small first letter.</summary>
public enum StateFeature
{
    /// <summary>Longitudinal speed / top speed.</summary>
    Speed,

    /// <summary>atan2(lateral velocity, |speed| or at least 1 m/s) / 0.5 rad, left positive; the floor keeps a parked car from showing noise.</summary>
    SlipAngle,

    /// <summary>Yaw rate / 1 rad/s, counter-clockwise positive.</summary>
    YawRate,

    /// <summary>Front wheel angle / its limit, left positive.</summary>
    Steering,

    /// <summary>Commanded longitudinal acceleration / its limit.</summary>
    Acceleration,

    /// <summary>Distance from the centre line / width of the road on that side (at least 0.1 m): 1 at the left edge, −1 at the right one.</summary>
    LateralOffset,

    /// <summary>(Heading of the car − heading of the centre line) / π, counter-clockwise positive.</summary>
    HeadingError,

    /// <summary>Points of the centre line ahead in the car's frame, nearest first, two numbers each (forward, left) / distance to the last one.</summary>
    LookAhead,
}
