using RLSandbox.Core.Configuration;

namespace RLSandbox.Core.Tests.Configuration;

public sealed class ResolvedYamlTests
{
    private static IEnumerable<TestCaseData> Values()
    {
        yield return new(0.1f, "0.1");                              // not 0.10000000149011612, which is what 0.1f is as a double
        yield return new(1f / 3, "0.33333334");                     // shortest decimal that reads back as the same float
        yield return new(1e-5f, "1E-05");
        yield return new(100_000_000f, "100000000");
        yield return new(0.1, "0.1");
        yield return new(3e-4, "0.0003");
        yield return new(long.MaxValue, "9223372036854775807");     // does not pass through a double
        yield return new(true, "true");
        yield return new("ring", "ring");
        yield return new("on", "\"on\"");                           // YAML 1.1 readers take it as true
        yield return new("12", "\"12\"");
        yield return new("", "\"\"");
        yield return new("a \"b\" # c", "\"a \\\"b\\\" # c\"");
        yield return new(new[] { 0.5f, -1f }, "[0.5, -1]");
        yield return new(new[] { "a", "b c" }, "[a, \"b c\"]");
        yield return new(NumberRange.Fixed(8), "8");
        yield return new(NumberRange.Uniform(8, 12.5f), "[8, 12.5]");
        yield return new(NumberRange.Choice(8, 10), "{ choice: [8, 10] }");
    }

    [TestCaseSource(nameof(Values))]
    public void Value_IsWrittenShortAndReadsBack(object value, string expected)
    {
        Assert.That(ResolvedYaml.Scalar(value), Is.EqualTo(expected));
    }

    [Test]
    public void Sections_StandApartAndHideWhatIsNotInEffect()
    {
        var root = new SectionReader(null, new ConfigProblems(), "");
        root.Number("a", 1.5f, "First.", 0, 2);
        root.OptionalText("b", null, "Absent.");
        root.Section("c", "Third.").Flag("d", true, "Inside.");
        root.Section("e", "Hidden.", shown: false).Flag("f", true, "Inside.");

        Assert.That(ResolvedYaml.Write(root, comments: false), Is.EqualTo("a: 1.5\n\nc:\n  d: true\n"));
        Assert.That(ResolvedYaml.Write(root, comments: true), Does.Match("^a: 1.5 {2,}# First. From 0 to 2.\n\nc: {2,}# Third.\n  d: true {2,}# Inside.\n$"));
    }
}
