using RLSandbox.Ecs;

namespace RLSandbox.Driving.Components;

/// <summary>The learning agents' vehicles: row = environment × agents + agent, the same row as in the contract. Always alive.</summary>
public struct Ego : IArchetype;

/// <summary>One row per environment: the episode that runs in it.</summary>
public struct EpisodeSlot : IArchetype;

/// <summary>Standing obstacles; how many are alive is drawn per episode.</summary>
public struct Obstacle : IArchetype;

/// <summary>Road users of a recorded scene, each in the slot of its place in the scene; <see cref="ActorMotion.IsThere"/> tells who is there at this moment.</summary>
public struct Actor : IArchetype;
