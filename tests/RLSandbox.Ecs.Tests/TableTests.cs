namespace RLSandbox.Ecs.Tests;

public sealed class TableTests
{
    private World _world = null!;
    private Table _cars = null!;

    [SetUp]
    public void Build()
    {
        _world = new WorldBuilder(4)
            .Table<Car>(3, columns => columns.Column<Place>().Column<Note>(hashed: false))
            .FixedTable<Ego>(2, columns => columns.Column<Place>())
            .Build();
        _cars = _world.Table<Car>();
    }

    [TearDown]
    public void Free() => _world.Dispose();

    [Test]
    public void Spawn_TakesTheLowestDeadSlot()
    {
        Assert.That(new[] { _cars.Spawn(1).Slot, _cars.Spawn(1).Slot, _cars.Spawn(1).Slot }, Is.EqualTo(new[] { 0, 1, 2 }));
        _cars.Despawn(1, 2);
        _cars.Despawn(1, 0);
        Assert.That(_cars.Spawn(1).Slot, Is.Zero);
        Assert.That(_cars.Alive.ToArray(), Is.EqualTo(new[] { false, false, false, true, true, false, false, false, false, false, false, false }));
    }

    [Test]
    public void HighWaterMark_FollowsTheHighestLivingSlot()
    {
        for (var i = 0; i < 3; i++) _cars.Spawn(2);
        _cars.Despawn(2, 1);
        Assert.That(_cars.HighWaterMarks.ToArray(), Is.EqualTo(new[] { 0, 0, 3, 0 }));
        _cars.Despawn(2, 2);                                    // slot 1 below it is dead too
        Assert.That(_cars.HighWaterMarks.ToArray(), Is.EqualTo(new[] { 0, 0, 1, 0 }));
        Assert.That(_cars.AliveCounts.ToArray(), Is.EqualTo(new[] { 0, 0, 1, 0 }));
    }

    [Test]
    public void FullTable_ThrowsAndNamesItself()
    {
        for (var i = 0; i < 3; i++) _cars.Spawn(0);
        Assert.That(() => _cars.Spawn(0), Throws.InvalidOperationException.With.Message.Contains("Car").And.Message.Contains("3"));
        Assert.That(() => _cars.Spawn(1), Throws.Nothing);
    }

    [Test]
    public void SpawnedRow_IsZeroWhateverWasWrittenIntoTheDeadOne()
    {
        _cars.Column<Place>()[3] = new(5f, 6f);
        var car = _cars.Spawn(1);
        Assert.That(_cars.Column<Place>()[_cars.RowOf(1, car.Slot)], Is.EqualTo(default(Place)));
    }

    [Test]
    public void EntityWhoseSlotIsUsedAgain_IsStale()
    {
        var first = _cars.Spawn(3);
        _cars.Despawn(3, first.Slot);
        Assert.That(_cars.IsAlive(3, first), Is.False);
        var second = _cars.Spawn(3);
        Assert.That(second.Slot, Is.EqualTo(first.Slot));
        Assert.That((_cars.IsAlive(3, first), _cars.IsAlive(3, second)), Is.EqualTo((false, true)));
    }

    [Test]
    public void DespawnOfADeadSlot_Throws() => Assert.That(() => _cars.Despawn(0, 1), Throws.InvalidOperationException.With.Message.Contains("dead already"));

    [Test]
    public void FixedTable_IsAliveForEver()
    {
        var egos = _world.Table<Ego>();
        Assert.That(egos.Alive.Contains(false), Is.False);
        Assert.That(() => egos.Spawn(0), Throws.InvalidOperationException);
        Assert.That(() => egos.Despawn(0, 0), Throws.InvalidOperationException.With.Message.Contains("fixed"));
        _world.Clear(0);
        Assert.That(egos.Alive.Contains(false), Is.False);
    }

    [Test]
    public unsafe void Column_IsOneAlignedBlockOverAllEnvironments()
    {
        var column = _cars.Column<Place>();
        Assert.That(column.Length, Is.EqualTo(12));             // 4 environments × 3 slots
        column[11] = new(1f, 2f);
        Assert.That(_cars.Pointer<Place>()[11], Is.EqualTo(new Place(1f, 2f)));
        Assert.That((long)_cars.Pointer<Place>() % 64, Is.Zero);
    }

    [Test]
    public void Slice_IsThePartOfTheColumnThatItsEnvironmentsOwn()
    {
        for (var row = 0; row < 12; row++) _cars.Column<Place>()[row] = new(row, 0f);
        var slice = _world.Chunk(1, 2).Table<Car>();
        Assert.That((slice.FirstRow, slice.RowCount, slice.RowOf(1, 2)), Is.EqualTo((3, 6, 5)));
        Assert.That(slice.Column<Place>().ToArray().Select(place => place.X), Is.EqualTo(new[] { 3f, 4f, 5f, 6f, 7f, 8f }));
        Assert.That(() => _world.Chunk(1, 2).Table<Car>().Spawn(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _world.Chunk(3, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void AliveRows_VisitsLivingRowsOnly()
    {
        for (var i = 0; i < 3; i++) _cars.Spawn(1);
        _cars.Spawn(3);
        _cars.Despawn(1, 1);
        var rows = new List<int>();
        foreach (var row in _world.Chunk(1, 3).Table<Car>().AliveRows) rows.Add(row);
        Assert.That(rows, Is.EqualTo(new[] { 0, 2, 6 }));       // slots 0 and 2 of environment 1, slot 0 of environment 3
    }

    [Test]
    public void AliveRows_OfAFixedTable_AreAllRows()
    {
        var rows = new List<int>();
        foreach (var row in _world.Chunk(2, 2).Table<Ego>().AliveRows) rows.Add(row);
        Assert.That(rows, Is.EqualTo(new[] { 0, 1, 2, 3 }));
    }

    [Test]
    public void Clear_TouchesOneEnvironment()
    {
        for (var environment = 0; environment < 4; environment++) _cars.Column<Place>()[environment * 3 + _cars.Spawn(environment).Slot] = new(1f, 1f);
        _world.Chunk(1, 2).Clear(1);
        Assert.That(_cars.AliveCounts.ToArray(), Is.EqualTo(new[] { 1, 1, 0, 1 }));
        Assert.That(_cars.Column<Place>().ToArray().Sum(place => place.X), Is.EqualTo(3f));
    }

    [Test]
    public void UnknownComponent_NamesArchetypeAndComponents() =>
        Assert.That(() => _cars.Column<Speed>().Length, Throws.ArgumentException.With.Message.EqualTo("Archetype Car has no component Speed; it has Place, Note."));

    [Test]
    public void UnknownArchetype_NamesTheTables() =>
        Assert.That(() => _world.All.Table<Tree>(), Throws.ArgumentException.With.Message.EqualTo("The world has no table Tree; it has Car, Ego."));

    [Test]
    public void DisposedWorld_Throws()
    {
        _world.Dispose();
        Assert.That(() => _cars.Column<Place>().Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Hash_SeesLivingRowsAndHashedColumnsOnly()
    {
        _cars.Spawn(0);
        _cars.Spawn(0);
        _cars.Despawn(0, 0);
        var before = _world.Hash(0);

        _cars.Column<Place>()[0] = new(9f, 9f);
        Assert.That(_world.Hash(0), Is.EqualTo(before), "dead row");
        _cars.Column<Note>()[1] = new(7);
        Assert.That(_world.Hash(0), Is.EqualTo(before), "column that is not hashed");
        _cars.Column<Place>()[4] = new(1f, 0f);
        Assert.That(_world.Hash(0), Is.EqualTo(before), "another environment");
        _cars.Column<Place>()[1] = new(1f, 0f);
        Assert.That(_world.Hash(0), Is.Not.EqualTo(before), "living row");
    }

    [Test]
    public void Hash_TellsSlotsApart()
    {
        _cars.Spawn(0);
        _cars.Spawn(1);
        _cars.Spawn(1);
        _cars.Despawn(1, 0);                                    // the same zeros, one slot further
        Assert.That(_world.Hash(0), Is.Not.EqualTo(_world.Hash(1)));
    }

    [Test]
    public void Hash_TellsTheOrderOfEnvironments()
    {
        _cars.Spawn(0);
        var first = _world.Hash();
        _world.Clear(0);
        _cars.Spawn(1);
        Assert.That(_world.Hash(), Is.Not.EqualTo(first));
    }

    private struct Car : IArchetype;

    private struct Ego : IArchetype;

    private struct Tree : IArchetype;

    private record struct Place(float X, float Y);

    private record struct Note(int Value);

    private record struct Speed(float Value);
}
