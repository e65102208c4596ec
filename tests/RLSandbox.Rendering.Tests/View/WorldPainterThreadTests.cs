using RLSandbox.Driving;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.View;

public sealed class WorldPainterThreadTests
{
    private Scene _scene = null!;

    [SetUp]
    public void MakeScene() => _scene = new();

    [TearDown]
    public void RemoveScene() => _scene.Dispose();

    [Test]
    public void OneThread_MakesDrawsAndDisposes()
    {
        var threads = new HashSet<int>();
        using (var shared = new WorldPainterThread(() => new Noting(threads)))
            Parallel.For(0, 20, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
            {
                using var drawing = new Drawing(20, 20);
                shared.Draw(drawing, SKRect.Create(20, 20), _scene.At(0), new(), []);
                Assert.That(drawing.At(3, 3), Is.EqualTo(SKColors.Red));
            });
        Assert.That(threads, Has.Count.EqualTo(1));
        Assert.That(threads, Has.No.Member(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Failure_IsTheCallersAndLeavesItUsable()
    {
        using var shared = new WorldPainterThread(() => new Noting([]));
        using var drawing = new Drawing(20, 20);
        Assert.That(() => shared.Draw(drawing, SKRect.Create(20, 20), _scene.At(0), new() { Metres = -1 }, []), Throws.InvalidOperationException.With.Message.EqualTo("no such view"));
        shared.Draw(drawing, SKRect.Create(20, 20), _scene.At(0), new(), []);
        Assert.That(drawing.At(3, 3), Is.EqualTo(SKColors.Red));
    }

    [Test]
    public void FailureToMakeIt_IsTheMakers() => Assert.That(() => new WorldPainterThread(() => throw new InvalidOperationException("no context")), Throws.InvalidOperationException.With.Message.EqualTo("no context"));

    /// <summary>Notes on which threads it is used.</summary>
    private sealed class Noting : IWorldPainter
    {
        private readonly HashSet<int> _threads;

        public Noting(HashSet<int> threads)
        {
            _threads = threads;
            _threads.Add(Environment.CurrentManagedThreadId);
        }

        public void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail)
        {
            _threads.Add(Environment.CurrentManagedThreadId);
            if (view.Metres < 0) throw new InvalidOperationException("no such view");
            drawing.Fill(area, SKColors.Red);
        }

        public void Dispose() => _threads.Add(Environment.CurrentManagedThreadId);
    }
}
