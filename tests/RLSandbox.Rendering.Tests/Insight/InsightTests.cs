using RLSandbox.Core.Contract;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Insight;

/// <summary>What a policy thinks, written down beside an episode and drawn.</summary>
public sealed class InsightTests
{
    private static readonly SKRect Area = SKRect.Create(600, 190);

    [Test]
    public void Watch_RecordsTheSameEpisode_WithAThoughtForEachMomentButTheLast()
    {
        using var scene = new Scene();
        using var environment = scene.Environment(2);
        using var driver = Scene.Driver(environment);
        var alone = new EpisodeRecorder(environment, 1).Record(driver, 1, 1.5);
        var watch = new PolicyWatch(new Thinker(driver), row: 1, [SaliencyKind.Occlusion]);
        var watched = new EpisodeRecorder(environment, 1).Record(watch, 1, 1.5);
        Assert.That(watched.Moments.Select(moment => moment.Snapshot.Vehicles[0].Pose), Is.EqualTo(alone.Moments.Select(moment => moment.Snapshot.Vehicles[0].Pose)));
        Assert.That(watch.Moments, Has.Count.EqualTo(watched.Moments.Count - 1));
        Assert.That(watch.Moments.Select(moment => moment!.Insight.Value), Is.EqualTo(Enumerable.Range(0, watch.Moments.Count).Select(call => (float?)(100 + call))), "row 1, one call after the other");
        Assert.That(watch.Moments[0]!.Maps[SaliencyKind.Occlusion], Is.EqualTo(new[] { 1f }));
    }

    [Test]
    public void Watch_AsksOnlyWhereSomebodyWants()
    {
        using var scene = new Scene();
        using var environment = scene.Environment();
        using var driver = Scene.Driver(environment);
        var thinker = new Thinker(driver);
        var watch = new PolicyWatch(thinker, 0, [SaliencyKind.Occlusion], isWanted: step => step == 3);
        new EpisodeRecorder(environment).Record(watch, 1, 1);
        Assert.That(watch.Moments.Select(moment => moment is not null), Is.EqualTo(Enumerable.Range(0, watch.Moments.Count).Select(step => step == 3)));
        Assert.That(thinker.Questions, Is.EqualTo(1));
    }

    /// <summary>Choice s · 2 + p is the s-th steering with the p-th pedal; pictures show what steers left first.</summary>
    [Test]
    public void Labels_FollowTheOrderOfTheChoices()
    {
        var labels = ActionLabels.Of(new ActionsConfig { Steering = [-1, 0, 0.5f], Pedal = [-1, 1] });
        Assert.That(labels.Choices, Is.EqualTo(new[] { ("→1", "▼1"), ("→1", "▲1"), ("·", "▼1"), ("·", "▲1"), ("←0.5", "▼1"), ("←0.5", "▲1") }));
        Assert.That(labels.Order, Is.EqualTo(new[] { 4, 5, 2, 3, 0, 1 }));
        var several = ActionLabels.Of(new ActionsConfig { Use = "multiDiscrete", Steering = [-1, 1], Pedal = [0] });
        Assert.That((several.Counts, several.Order), Is.EqualTo((new[] { 2, 1 }, new[] { 1, 0, 2 })));
        Assert.That(ActionLabels.Of(new ActionsConfig { Use = "continuous" }).Numbers, Is.EqualTo(new[] { "steering", "pedal" }));
    }

    /// <summary>Bars are as high as their numbers: the chosen one in the accent colour, twice as high as half of it.</summary>
    [Test]
    public void Bars_AreAsHighAsTheProbabilities()
    {
        var labels = ActionLabels.Of(new ActionsConfig { Steering = [1, 0, -1], Pedal = [1] });
        int Height(params float[] probabilities)
        {
            using var drawing = new Drawing(600, 190);
            InsightPanel.Draw(drawing, Area, new PolicyInsight { Probabilities = probabilities }, labels, [0]);
            return drawing.Count(Theme.Accent);
        }
        var (whole, half) = (Height(0.5f, 0.5f, 0), Height(0.25f, 0.5f, 0.25f));
        Assert.That(half, Is.EqualTo(whole / 2.0).Within(0.1 * whole), "corners are round");
        Assert.That(Height(0, 1, 0), Is.Zero);
    }

    [Test]
    public void OtherKindsOfPolicy_AreDrawnToo()
    {
        int Drawn(PolicyInsight insight, ActionLabels labels)
        {
            using var drawing = new Drawing(600, 190);
            InsightPanel.Draw(drawing, Area, insight, labels, insight.ActionValues.Count > 0 ? [1] : []);
            return drawing.Count(Theme.Accent);
        }
        Assert.That(Drawn(new() { ActionValues = [-3, -2.5f, float.NaN], Value = -2.5f }, ActionLabels.Of(new ActionsConfig { Steering = [1, 0, -1], Pedal = [1] })), Is.GreaterThan(500), "the best of negative values is the highest bar");
        Assert.That(Drawn(new() { Means = [0.5f, -2], Deviations = [0.1f, 0.4f] }, ActionLabels.Of(new ActionsConfig { Use = "continuous" })), Is.GreaterThan(50));
        Assert.That(Drawn(new(), ActionLabels.Of(new ActionsConfig())), Is.Zero);
    }

    /// <summary>Where nothing matters the picture is gray; the pixel that matters has a colour, at its place.</summary>
    [Test]
    public void HeatMap_ColoursWhatMatters()
    {
        var camera = new CameraConfig { Width = 8, Height = 8, Output = CameraOutput.Gray };
        var map = new float[64];
        map[2 * 8 + 5] = 1;
        using var drawing = new Drawing(80, 80);
        HeatMap.Draw(drawing, SKRect.Create(80, 80), camera, [.. Enumerable.Repeat((byte)100, 64)], map);
        var (cold, hot) = (drawing.At(15, 15), drawing.At(55, 25));
        Assert.That((cold.Red, cold.Green), Is.EqualTo((cold.Blue, cold.Blue)));
        Assert.That(hot.Red - hot.Blue, Is.GreaterThan(60));
        Assert.That(drawing.At(45, 25), Is.EqualTo(cold));
    }

    /// <summary>Lightness rises with importance, so the scale reads without colours.</summary>
    [Test]
    public void HeatColours_GrowLighter()
    {
        var lightness = Enumerable.Range(0, 21).Select(i => HeatMap.Colour(i / 20f)).Select(colour => 0.2126 * colour.Red + 0.7152 * colour.Green + 0.0722 * colour.Blue).ToList();
        Assert.That(lightness, Is.Ordered.Ascending);
    }

    /// <summary>Acts as another one, and thinks 100 times the row plus the number of the question.</summary>
    private sealed class Thinker(IPolicy driver) : IInsightfulPolicy, ISalientPolicy
    {
        public int Questions { get; private set; }
        public string Name => driver.Name;
        public int StateSize => driver.StateSize;

        public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions) => driver.Act(input, state, actions);

        public PolicyInsight Explain(in PolicyInput input, ReadOnlySpan<float> state, int row) => new() { Value = 100 * row + Questions++ };

        public float[] Saliency(in PolicyInput input, ReadOnlySpan<float> state, int row, SaliencyKind kind, SaliencyTarget of) => [1f];

        public void Dispose()
        {
        }
    }
}
