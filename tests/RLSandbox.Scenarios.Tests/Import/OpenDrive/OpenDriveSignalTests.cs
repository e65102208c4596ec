using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using static RLSandbox.Scenarios.Tests.Import.OpenDrive.OpenDriveFile;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Lights, signs and stop lines. Roads run along +x; lane n is |n| m wide.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveSignalTests
{
    private const double Rounding = 1e-9;

    [TestCase("orientation='+'", "1:0:-1")]
    [TestCase("orientation='-'", "1:0:1")]
    [TestCase("orientation='none'", "1:0:1 1:0:-1")]
    public void Light_HoldsForTheLanesThatItFaces(string orientation, string lanes)
    {
        var light = WithSignals(Signal("L", "1000001", orientation + " dynamic='yes' zOffset='5'")).Lights.Single();
        Assert.That(light.Lanes, Is.EqualTo(lanes.Split(' ')));
        Assert.That(light.Position, Is.EqualTo(new MapPoint(15, -4, 5)));
        Assert.That(light.Cycle, Is.Empty, "the format has no times");
    }

    [Test]
    public void Validity_NamesLanes() =>
        Assert.That(WithSignals(Signal("L", "1000001", "orientation='+' dynamic='yes'", "<validity fromLane='1' toLane='1'/>")).Lights.Single().Lanes, Is.EqualTo(new[] { "1:0:1" }),
            "though it faces the other way, as in whole towns of one exporter");

    /// <summary>That exporter hangs lights over lane 0, and says by reference from the roads through the junction whom they stop.</summary>
    [Test]
    public void Reference_HoldsForLanesOfAnotherRoad()
    {
        var map = Clean(
            Road("1", 0, 20, Section(0, right: Lane(-1)) + Signals(Signal("L", "1000001", "orientation='+' dynamic='yes'", "<validity fromLane='0' toLane='0'/>"))),
            Road("10", 20, 10, Section(0, right: Lane(-1, "<link><successor id='-1'/></link>")) + Section(0.5, right: Lane(-1)) + Signals("<signalReference id='L' s='2' t='0' orientation='+'><validity fromLane='-1' toLane='-1'/></signalReference>"), attributes: "junction='J'"),
            "<junction id='J'/>", "<controller id='C'><control signalId='L' type=''/></controller>");
        Assert.That(map.Lights.Single().Lanes, Is.EqualTo(new[] { "10:0:-1" }), "where the lane enters the junction, not the section that s lies in");
        Assert.That(map.Lights.Single().Group, Is.EqualTo("C"));
        Assert.That(map.StopLines.Single().Kind, Is.EqualTo(StopKind.Light));
        Assert.That((map.StopLines.Single().From.X, map.StopLines.Single().To.X), Is.EqualTo((20.0, 20.0)).Within(Rounding));
    }

    [TestCase("206", SignKind.Stop, StopKind.Stop)]
    [TestCase("205", SignKind.Yield, StopKind.Yield)]
    [TestCase("R1-1", SignKind.Stop, StopKind.Stop)]
    public void Sign_StopsAtItsPlace(string type, SignKind kind, StopKind stop)
    {
        var map = WithSignals(Signal("S", type, "orientation='+' dynamic='no'"));
        Assert.That(map.Signs.Single().Kind, Is.EqualTo(kind));
        Assert.That(map.Signs.Single().Code, Is.EqualTo(type));
        Assert.That(map.StopLines.Single(), Is.EqualTo(new StopLine { Kind = stop, From = new(15, 0), To = new(15, -1), Lanes = map.StopLines.Single().Lanes }));
        Assert.That(map.StopLines.Single().Lanes, Is.EqualTo(new[] { "1:0:-1" }));
    }

    [TestCase("type='274' value='36' unit='km/h'", 10)]
    [TestCase("type='274' value='36'", 10)]
    [TestCase("type='274' subtype='36' value='-1'", 10)]
    [TestCase("type='R2-1' value='10'", 4.4704)]
    [TestCase("type='274' value='10' unit='m/s'", 10)]
    public void SpeedSign_IsInMetresPerSecond(string attributes, double expected)
    {
        var sign = WithSignals($"<signal id='S' s='5' t='-4' orientation='+' dynamic='no' {attributes}/>").Signs.Single();
        Assert.That(sign.Kind, Is.EqualTo(SignKind.SpeedLimit));
        Assert.That(sign.Value, Is.EqualTo(expected).Within(Rounding));
    }

    [Test]
    public void SignOfVersion1Point8_SaysWhatItMeans()
    {
        var map = WithSignals("<signal id='S' s='5' t='-4' orientation='+' dynamic='no' type='x'><semantics><speed type='maximum' value='36' unit='km/h'/></semantics></signal>"
            + "<signal id='Y' s='5' t='-4' orientation='+' dynamic='no' type='y'><semantics><priority type='yield'/></semantics></signal>");
        Assert.That(map.Signs.Select(sign => sign.Kind), Is.EqualTo(new[] { SignKind.SpeedLimit, SignKind.Yield }));
        Assert.That(map.Signs[0].Value, Is.EqualTo(10).Within(Rounding));
    }

    /// <summary>294 is the German stop line; the light only says why one waits there.</summary>
    [Test]
    public void PaintedStopLine_TakesTheReasonOfTheLight()
    {
        var map = WithSignals("<signal id='H' s='12' t='0' orientation='+' dynamic='no' type='294'/>" + Signal("L", "1000001", "orientation='+' dynamic='yes'"));
        Assert.That(map.Signs, Is.Empty);
        Assert.That(map.StopLines.Single().Kind, Is.EqualTo(StopKind.Light));
        Assert.That(map.StopLines.Single().From, Is.EqualTo(new MapPoint(12, 0)));
    }

    [Test]
    public void LightForPeopleOnFoot_StopsNoCar()
    {
        var map = WithSignals(Signal("L", "1000002", "orientation='none' dynamic='yes'"));
        Assert.That(map.Lights.Single().Lanes, Is.Empty);
        Assert.That(map.StopLines, Is.Empty);
    }

    [Test]
    public void OtherSign_IsKept()
    {
        var map = WithSignals(Signal("S", "-1", "orientation='+' dynamic='no' value='-1'") + Signal("T", "101", "orientation='+' dynamic='no' subtype='11' value='3'"));
        Assert.That(map.Signs.Select(sign => (sign.Kind, sign.Code)), Is.EqualTo(new[] { (SignKind.Other, ""), (SignKind.Other, "101-11") }));
        Assert.That(map.Signs.Select(sign => sign.Value), Is.EqualTo(new[] { double.NaN, 3 }));
    }

    /// <summary>The sign stands in the field; its s says where it holds.</summary>
    [Test]
    public void PhysicalPosition_IsWhereItStands() =>
        Assert.That(WithSignals("<signal id='S' s='5' t='-4' orientation='+' dynamic='no' type='206'><positionInertial x='3' y='4' z='5' hdg='0'/></signal>").Signs.Single().Position, Is.EqualTo(new MapPoint(3, 4, 5)));

    [TestCase("<signal s='5' type='206'/>", "expected an id, found none")]
    [TestCase("<signal id='A' s='5' type='206'/><signal id='A' s='6' type='206'/>", "a second signal with this id")]
    [TestCase("<signalReference id='B' s='5'/>", "there is no signal B")]
    [TestCase("<signal id='A' s='near' type='206'/>", "found \"near\"")]
    [TestCase("<signal id='A' s='5' t='1e999' type='206'/>", "found \"1e999\"")]
    public void OddSignal_IsSaid(string signals, string message)
    {
        var imported = Imported(Road("1", 0, 20, Section(0, right: Lane(-1)) + Signals(signals)));
        Assert.That(imported.Warnings.Select(warning => warning.Message), Has.Some.Contains(message));
    }

    private static RoadMap WithSignals(string signals) => Clean(Road("1", 0, 20, Section(0, Lane(1), Lane(-1) + Lane(-2, type: "shoulder")) + Signals(signals)));

    /// <summary>Signals stand behind the lanes: the test's road puts both into one place.</summary>
    private static string Signals(string signals) => $"</lanes><signals>{signals}</signals><lanes>";

    private static string Signal(string id, string type, string attributes, string inside = "") => $"<signal id='{id}' type='{type}' s='15' t='-4' {attributes}>{inside}</signal>";
}
