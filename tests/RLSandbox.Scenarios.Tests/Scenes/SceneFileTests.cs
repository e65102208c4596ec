using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Scenes;

namespace RLSandbox.Scenarios.Tests.Scenes;

/// <summary>The scene files of our own.</summary>
[TestFixture]
[DecimalComma]
public sealed class SceneFileTests
{
    /// <summary>Half of the last digit that is written, in m, rad and m/s, and what doubles add.</summary>
    private const double Rounding = 0.00005 + 1e-9;

    private const string Crossing = """
        formatVersion: 1
        name: "Crossing"
        licence: "MIT"
        source: "by hand"
        stepSeconds: 0.04
        actors:
        - id: "7"
          kind: car
          length: 4.5
          width: 1.8
          goal: [10.5, -2]
          path: "0 12000 -500 15708 100000; 1 10000 0 0 -1; 2 10000 0 -1 0"
        - id: "8"
          kind: obstacle
          length: 0.5
          width: 0.5
          static: true
          path: "0 0 0 0 0"
        problems:
        - id: "1"
          start: [0, 1.2, -3, -0.5, 13.9]
          goals:
          - steps: [30, 40]
            areas:
            - "0 0; 10000 0; 0 10000"
            heading: [-0.5, 0.5]
            speed: [0, 10.25]
          - steps: [5]
            lanes: ["a", "b"]

        """;

    [Test]
    public void AFileReadAndWritten_IsTheSameText()
        => Assert.That(SceneWriter.Write(SceneFile.Parse(Crossing, "scene.yaml")).ReplaceLineEndings("\n"), Is.EqualTo(Crossing.ReplaceLineEndings("\n")));

    [Test]
    public void AScene_SaysWhatTheFileSays()
    {
        var scene = SceneFile.Parse(Crossing, "scene.yaml");
        var (car, goals) = (scene.Actors[0], scene.Problems[0].Goals);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((scene.Name, scene.Licence, scene.StepSeconds, scene.StepCount), Is.EqualTo(("Crossing", "MIT", 0.04, 4)));
            Assert.That((car.Id, car.Kind, car.Length, car.Width, car.IsStatic, car.Goal), Is.EqualTo(("7", ActorKind.Car, 4.5, 1.8, false, (MapPoint?)new(10.5, -2))));
            Assert.That(car.States, Is.EqualTo(new ActorState[] { new(0, 1.2, -0.05, 1.5708, 10), new(1, 2.2, -0.05, 1.5708, 9.9999), new(3, 3.2, -0.05, 1.5707, 9.9999) }));
            Assert.That(scene.Actors[1].IsStatic, Is.True);
            Assert.That(scene.Problems[0].Start, Is.EqualTo(new ActorState(0, 1.2, -3, -0.5, 13.9)));
            Assert.That((goals[0].FirstStep, goals[0].LastStep, goals[0].Heading, goals[0].Speed), Is.EqualTo((30, 40, ((double, double)?)(-0.5, 0.5), ((double, double)?)(0.0, 10.25))));
            Assert.That(goals[0].Areas[0], Is.EqualTo(new MapPoint[] { new(0, 0), new(10, 0), new(10, 10) }));
            Assert.That((goals[1].FirstStep, goals[1].LastStep, string.Join(',', goals[1].Lanes)), Is.EqualTo((5, int.MaxValue, "a,b")));
        }
    }

    [Test]
    public void RowsOfStates_MeanTheSameAsAPath()
    {
        var rows = Crossing.Replace("path: \"0 12000 -500 15708 100000; 1 10000 0 0 -1; 2 10000 0 -1 0\"", "states: [[0, 1.2, -0.05, 1.5708, 10], [1, 2.2, -5e-2, 1.5708, 9.9999], [3, 3.2, -0.05, 1.5707, 9.9999]]", StringComparison.Ordinal);
        Assert.That(rows, Does.Contain("states:"));
        Assert.That(SceneFile.Parse(rows, "scene.yaml").Actors[0].States, Is.EqualTo(SceneFile.Parse(Crossing, "scene.yaml").Actors[0].States));
    }

    [TestCase("formatVersion: 1", "formatVersion: 2", "scene.yaml:1:", "the file comes from a newer version of the program")]
    [TestCase("stepSeconds: 0.04", "stepSeconds: 0", "scene.yaml:5:", "expected a number above 0, found 0")]
    [TestCase("stepSeconds: 0.04", "", "scene.yaml:1:", "the key \"stepSeconds\" is missing")]
    [TestCase("kind: car", "kind: cat", "scene.yaml:8:", "did you mean \"car\"?")]
    [TestCase("id: \"8\"", "id: \"7\"", "scene.yaml:13:", "\"7\" stands in line 7 already")]
    [TestCase("width: 1.8", "width: wide", "scene.yaml:10:", "wide")]
    [TestCase("length: 4.5", "length: -1", "scene.yaml:9:", "-1")]
    [TestCase("; 1 10000 0 0 -1;", "; 1 10000 0 0;", "scene.yaml:12:", "expected 5 whole numbers in row 2, found \"1 10000 0 0\"")]
    [TestCase("; 1 10000 0 0 -1;", "; 0 10000 0 0 -1;", "scene.yaml:12:", "expected rising steps, found 0 after 0 in row 2")]
    [TestCase("\"0 12000", "\"-1 12000", "scene.yaml:12:", "expected steps from 0 to 99999, found -1 in row 1")]
    [TestCase("\"0 12000", "\"0 400000000", "scene.yaml:12:", "expected at most 30000 m, rad or m/s, found 40000 in row 1")]
    [TestCase("\"0 12000", "\"0 1,2", "scene.yaml:12:", "expected 5 whole numbers in row 1")]
    [TestCase("goal: [10.5, -2]", "goal: [10.5]", "scene.yaml:11:", "expected [x, y] in metres")]
    [TestCase("start: [0, 1.2, -3, -0.5, 13.9]", "start: [0, 1.2, -3]", "scene.yaml:21:", "expected [step, x, y, heading, speed]")]
    [TestCase("steps: [30, 40]", "steps: [40, 30]", "scene.yaml:23:", "expected [first] or [first, last]")]
    [TestCase("speed: [0, 10.25]", "speed: [0, .nan]", "scene.yaml:27:", "expected [smallest, largest]")]
    [TestCase("0 0; 10000 0; 0 10000", "0 0; 10000 0", "scene.yaml:25:", "expected at least 3 corners, found 2")]
    [TestCase("lanes: [", "lanez: [", "scene.yaml:29:", "did you mean \"lanes\"?")]
    public void AMistake_IsNamedWithItsPlace(string right, string wrong, string place, string message)
    {
        var text = Crossing.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(text, Is.Not.EqualTo(Crossing));
        Assert.That(() => SceneFile.Parse(text, "scene.yaml"), Throws.TypeOf<ConfigException>().With.Message.Contains(place).And.Message.Contains(message));
    }

    /// <summary>A track of awkward numbers, 2,000 steps long: rounding must not add up.</summary>
    [Test]
    public void ALongTrack_StaysWhereItWas()
    {
        var states = Enumerable.Range(0, 2000).Select(i => new ActorState(3 * i, 1234.56789 + i / 7.0, -i / 11.0, i / 1000.0 - 1, 13 + Math.Sin(i))).ToArray();
        Compare(states, StateText.Read(StateText.Write(states), out _)!);
    }

    [TestCase("commonroad-crime/USA_Lanker-1_3_T-1.xml")]
    [TestCase("commonroad-reachable-set/DEU_Flensburg-16_1_T-1.xml")]
    [TestCase("commonroad-reachable-set/USA_US101-5_1_T-1.xml")]
    [TestCase("commonroad-io/test_reading_all.xml")]
    public void ARecordedScene_IsTheSameAfterWriting(string file)
    {
        var scene = SceneImporters.Import(SharedFiles.Path(file), new()).Scene;
        var text = SceneWriter.Write(scene);
        var back = SceneFile.Parse(text, "scene.yaml");
        Assert.That(SceneWriter.Write(back), Is.EqualTo(text));
        Assert.That((back.Name, back.Source, back.StepSeconds, back.StepCount, back.Actors.Count), Is.EqualTo((scene.Name, scene.Source, scene.StepSeconds, scene.StepCount, scene.Actors.Count)));
        for (var i = 0; i < scene.Actors.Count; i++)
        {
            Assert.That(back.Actors[i] with { States = [], Length = 0, Width = 0 }, Is.EqualTo(scene.Actors[i] with { States = [], Length = 0, Width = 0 }));
            Compare(scene.Actors[i].States, back.Actors[i].States);
        }
    }

    private static void Compare(IReadOnlyList<ActorState> written, IReadOnlyList<ActorState> read)
    {
        Assert.That(read.Select(state => state.Step), Is.EqualTo(written.Select(state => state.Step)));
        for (var i = 0; i < written.Count; i++)
        {
            ActorState a = written[i], b = read[i];
            Assert.That(new[] { b.X, b.Y, b.Heading, b.Speed }, Is.EqualTo(new[] { a.X, a.Y, a.Heading, a.Speed }).Within(Rounding));
        }
    }
}
