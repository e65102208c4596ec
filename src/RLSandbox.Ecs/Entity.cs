namespace RLSandbox.Ecs;

/// <summary>A lasting reference to one slot of a table in the same environment; may be a field of a component.</summary>
/// <param name="Slot">Place in the table of its environment, 0 … capacity − 1. Not a row: it means the same in any batch.</param>
/// <param name="Generation">How often the slot had been freed when the entity was spawned: a stale reference no longer matches.</param>
public readonly record struct Entity(int Slot, uint Generation);
