namespace RLSandbox.Ecs;

/// <summary>Lists the components of one archetype.</summary>
public sealed class TableBuilder
{
    private readonly List<(Type Type, int Bytes, bool Hashed, bool Saved)> _columns = [];

    internal TableBuilder()
    {
    }

    /// <summary>Adds a component that every row has, zero at first.</summary>
    /// <param name="hashed">Whether it counts as state of the world: part of every hash.</param>
    /// <param name="saved">Whether <see cref="World.Save"/> keeps it; otherwise it is zero after <see cref="World.Load"/>. False suits what every step computes anew.</param>
    /// <exception cref="ArgumentException">Doubled, hashed but not saved, or with padding or addresses in a hashed or saved column.</exception>
    public unsafe TableBuilder Column<TComponent>(bool hashed = true, bool saved = true) where TComponent : unmanaged
    {
        var type = typeof(TComponent);
        if (_columns.Any(column => column.Type == type)) throw new ArgumentException($"Component {type.Name} is listed twice.");
        if (hashed && !saved) throw new ArgumentException($"Component {type.Name} is hashed but not saved: a loaded world would differ from the saved one.");
        if (saved) ComponentLayout.RequireNoPadding(type, sizeof(TComponent));
        _columns.Add((type, sizeof(TComponent), hashed, saved));
        return this;
    }

    internal Column[] Build(int rowCount) => [.. _columns.Select(column => new Column(column.Type, column.Bytes, column.Hashed, column.Saved, rowCount))];
}
