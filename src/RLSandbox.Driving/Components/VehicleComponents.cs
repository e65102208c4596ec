namespace RLSandbox.Driving.Components;

/// <summary>Where a body is: metres and radians in the world frame (x east, y north, counter-clockwise from +x). Vehicles: centre of gravity.</summary>
public record struct Pose(float X, float Y, float Heading);

/// <summary>How a vehicle moves, in its own frame (x forward, y left).</summary>
/// <param name="Speed">Longitudinal velocity of the centre of gravity, m/s; negative backwards.</param>
/// <param name="LateralVelocity">Lateral velocity of the centre of gravity, m/s, left positive; slip angle = atan2(lateral, speed).</param>
/// <param name="YawRate">rad/s, counter-clockwise positive.</param>
/// <param name="Steering">Front wheel angle, rad, left positive.</param>
/// <param name="Acceleration">Longitudinal acceleration commanded now, m/s², after the pedal-rate limit.</param>
public record struct Motion(float Speed, float LateralVelocity, float YawRate, float Steering, float Acceleration);

/// <summary>What the driver asks for until the next action.</summary>
/// <param name="Steering">Wanted front wheel angle, rad, left positive.</param>
/// <param name="Acceleration">Wanted longitudinal acceleration, m/s².</param>
public record struct Control(float Steering, float Acceleration);

/// <summary>Footprint of a body around its pose, metres: half of its length and half of its width.</summary>
public record struct Footprint(float HalfLength, float HalfWidth);
