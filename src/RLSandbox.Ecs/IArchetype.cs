namespace RLSandbox.Ecs;

/// <summary>Marks an empty struct as the name of a table, such as <c>struct Ego : IArchetype</c>: everything of one archetype has the same components.</summary>
public interface IArchetype;
