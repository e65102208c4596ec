using RLSandbox.Core.Configuration;

namespace RLSandbox.Core.Tests.Configuration;

public sealed class SectionReaderTests
{
    [Test]
    public void AbsentSection_GivesEveryFallback()
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(null, problems, "vehicle");

        Assert.That(reader.Number("topSpeedMps", 16f, "Top speed."), Is.EqualTo(16f));
        Assert.That(reader.Choice("model", "dynamic", ["dynamic", "kinematic"], "Model."), Is.EqualTo("dynamic"));
        Assert.That(reader.Range("widthMetres", NumberRange.Uniform(8, 12), "Width."), Is.EqualTo(NumberRange.Uniform(8, 12)));
        Assert.That(reader.Section("tyre", "Tyre.").Integer("count", 4, "Number of tyres."), Is.EqualTo(4));
        reader.Finish();
        Assert.That(problems.Count, Is.Zero);
    }

    [Test]
    public void GivenValues_AreReadWithTheirTypes()
    {
        var reader = Reader(
            ("number", Text("0.1")), ("integer", Text("-3")), ("seed", Text("9007199254740993")), ("flag", Text("true")),
            ("list", List("1", "2.5")), ("range", List("300", "1000")), ("weight", Map(("weight", Text("0.02")))));

        Assert.That(reader.Number("number", 0, "Doc.", max: 0.1f), Is.EqualTo(0.1f));
        Assert.That(reader.Integer("integer", 0, "Doc."), Is.EqualTo(-3));
        Assert.That(reader.Long("seed", 0, "Doc."), Is.EqualTo(9007199254740993));        // 2^53 + 1: no double on the way
        Assert.That(reader.Flag("flag", false, "Doc."), Is.True);
        Assert.That(reader.Numbers("list", [], "Doc."), Is.EqualTo(new[] { 1f, 2.5f }));
        Assert.That(reader.Range("range", 0, "Doc."), Is.EqualTo(NumberRange.Uniform(300, 1000)));
        Assert.That(reader.Weight("weight", 0, "Doc."), Is.EqualTo(0.02f));
    }

    [Test]
    public void EveryDeclaration_IsRememberedInOrder()
    {
        var reader = Reader(("a", Text("2")));
        reader.Number("a", 1, "First.", 0, 10);
        reader.Section("b", "Second.").Flag("c", true, "Third.");

        Assert.That(reader.Fields.Select(field => field.Key), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(reader.Fields[0], Has.Property("Default").EqualTo(1f).And.Property("Value").EqualTo(2f).And.Property("Maximum").EqualTo(10d));
        Assert.That(reader.Fields[1].Section!.Path, Is.EqualTo("b"));
        Assert.That(reader.Fields[1].Section!.Fields[0].Doc, Is.EqualTo("Third."));
    }

    [Test]
    public void DeclaringAKeyTwice_IsRefused()
    {
        var reader = Reader();
        reader.Flag("a", true, "Doc.");
        Assert.That(() => reader.Number("a", 1, "Doc."), Throws.ArgumentException);
    }

    [Test]
    public void Finish_NamesUnknownKeysOfAllSectionsOnce()
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(Map(("outer", Text("1")), ("inner", Map(("flga", Text("true"))))), problems, "");
        var inner = reader.Section("inner", "Doc.");
        inner.Flag("flag", true, "Doc.");
        inner.Finish();
        Assert.That(problems.Count, Is.Zero, "an inner section is finished by the outermost one");

        reader.Finish();
        reader.Finish();
        Assert.That(problems.InOrder.Select(problem => problem.ToString()), Is.EqualTo(new[]
        {
            "test.yaml:1:1: outer: unknown key; use one of inner, or delete it",
            "test.yaml:1:1: inner.flga: unknown key; did you mean \"flag\"?",
        }));
    }

    [Test]
    public void KeyOfAnotherSection_IsSentThere()
    {
        var problems = new ConfigProblems();
        var reader = new SectionReader(Map(("topSpeedMps", Text("16"))), problems, "");
        reader.Section("vehicle", "Doc.").Number("topSpeedMps", 16, "Doc.");
        reader.Finish();
        Assert.That(problems.InOrder[0].Hint, Is.EqualTo("move it to the section \"vehicle\", or delete it"));
    }

    [TestCase(0f, 8f)]
    [TestCase(0.5f, 10f)]
    [TestCase(0.99f, 11.96f)]
    public void UniformRange_DrawsInProportion(float draw, float expected)
    {
        const float Rounding = 1e-5f;
        Assert.That(NumberRange.Uniform(8, 12).Draw(draw), Is.EqualTo(expected).Within(Rounding));
    }

    [Test]
    public void Choice_DrawsEachThirdOfTheUnitInterval()
    {
        var range = NumberRange.Choice(5, 1, 3);
        Assert.That(new[] { 0f, 0.34f, 0.67f, 0.9999999f }.Select(range.Draw), Is.EqualTo(new[] { 5f, 1f, 3f, 3f }));
        Assert.That((range.Low, range.High, range.IsFixed), Is.EqualTo((1f, 5f, false)));
    }

    internal static ConfigNode Text(string text) => ConfigNode.Scalar(text, Here);

    internal static ConfigNode List(params string[] items) => ConfigNode.List([.. items.Select(Text)], Here);

    internal static ConfigNode Map(params (string Key, ConfigNode Value)[] entries) =>
        ConfigNode.Map([.. entries.Select(entry => new ConfigEntry(entry.Key, Here, entry.Value))], Here);

    private static ConfigPosition Here => new("test.yaml", 1, 1);

    private static SectionReader Reader(params (string Key, ConfigNode Value)[] entries) => new(Map(entries), new ConfigProblems(), "");
}
