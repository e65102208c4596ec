using System.Runtime.CompilerServices;

namespace RLSandbox.Ecs.Tests;

public sealed class WorldBuilderTests
{
    [Test]
    public void PaddedComponent_IsRefusedWithItsSizes() =>
        // float 4 + bool 1 + 3 bytes of padding
        Assert.That(() => WithColumn<Padded>(), Throws.ArgumentException.With.Message.Contains("Padded is 8 bytes but its fields are 5"));

    [Test]
    public void PaddingInsideANestedField_IsRefused() => Assert.That(() => WithColumn<Nested>(), Throws.ArgumentException.With.Message.Contains("Nested is 12 bytes but its fields are 9"));

    [Test]
    public void PaddedComponent_IsFineWhereNothingSeesItsBytes() =>
        Assert.That(() => Build(columns => columns.Column<Padded>(hashed: false, saved: false)), Throws.Nothing);

    [Test]
    public void FixedAndInlineArraysAndEnums_Count() => Assert.That(() => WithColumn<Arrays>(), Throws.Nothing);

    [Test]
    public void EmptyComponent_IsRefused() => Assert.That(() => WithColumn<Empty>(), Throws.ArgumentException.With.Message.Contains("no field"));

    [Test]
    public void Address_IsRefused() => Assert.That(() => WithColumn<Address>(), Throws.ArgumentException.With.Message.Contains("index instead"));

    [Test]
    public void HashedButNotSaved_IsRefused() =>
        Assert.That(() => Build(columns => columns.Column<Small>(hashed: true, saved: false)), Throws.ArgumentException.With.Message.Contains("hashed but not saved"));

    [Test]
    public void DoubledComponent_IsRefused() =>
        Assert.That(() => Build(columns => columns.Column<Small>().Column<Small>()), Throws.ArgumentException.With.Message.Contains("Small is listed twice"));

    [Test]
    public void DoubledArchetype_IsRefused() =>
        Assert.That(() => new WorldBuilder(1).Table<Thing>(1, _ => { }).Table<Thing>(1, _ => { }), Throws.ArgumentException.With.Message.Contains("Thing has a table already"));

    [Test]
    public void MoreRowsThanAnIndexHolds_IsRefused() =>
        Assert.That(() => new WorldBuilder(1 << 20).Table<Thing>(1 << 12, _ => { }), Throws.ArgumentException.With.Message.Contains("fewer environments"));

    // One environment takes 1,019 bytes of components and 5 of bookkeeping = 1 KiB; 64 of them fill the 64 KiB of a chunk.
    [TestCase(40, 1, new[] { 40 })]                                       // everything fits
    [TestCase(130, 1, new[] { 64, 64, 2 })]                               // one thread: the cache decides
    [TestCase(300, 2, new[] { 64, 48, 32, 32, 16, 16, 16, 16, 16, 16, 16, 12 })]   // a quarter of what is left: 75 does not fit, 59 and 47 end at a cache line, 15 is too few
    [TestCase(10, 2, new[] { 2, 2, 1, 1, 1, 1, 1, 1 })]
    [TestCase(1, 7, new[] { 1 })]
    public void Chunks_FitTheCacheAndEndSmall(int environments, int threads, int[] expected)
    {
        using var world = new WorldBuilder(environments).FixedTable<Thing>(1, columns => columns.Column<Large>()).Build();
        Assert.That(world.BytesPerEnvironment, Is.EqualTo(1024));
        Assert.That(Sizes(world, threads), Is.EqualTo(expected));
    }

    [Test]
    public void Chunks_CanBeChosen()
    {
        using var world = new WorldBuilder(20).Table<Thing>(1, columns => columns.Column<Small>()).Chunks(7).Build();
        Assert.That(Sizes(world, threads: 3), Is.EqualTo(new[] { 7, 7, 6 }));
    }

    private static IEnumerable<int> Sizes(World world, int threads)
    {
        var starts = world.ChunkStarts(threads);
        return starts.Zip(starts[1..], (start, end) => end - start);
    }

    private static void WithColumn<TComponent>() where TComponent : unmanaged => Build(columns => columns.Column<TComponent>());

    private static void Build(Action<TableBuilder> columns) => new WorldBuilder(1).Table<Thing>(1, columns).Build().Dispose();

    private struct Thing : IArchetype;

    private record struct Small(int Value);

    private record struct Padded(float Length, bool IsOpen);

    private record struct Nested(Padded Inner, int Value);

    private record struct Address(nint Value);

    private struct Empty;

    private enum Colour : byte
    {
        Red,
    }

    [InlineArray(3)]
    private struct Three
    {
        private short _first;
    }

    private unsafe struct Arrays(Three shorts, Colour colour)
    {
        public Three Shorts = shorts;       // 6
        public fixed byte Bytes[5];         // 5
        public Colour Colour = colour;      // 1: twelve in all, the widest field is 2
    }

    [InlineArray(1019)]
    private struct Large
    {
        private byte _first;
    }
}
