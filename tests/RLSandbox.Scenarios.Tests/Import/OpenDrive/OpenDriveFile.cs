using System.Text;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.OpenDrive;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Small files in the text of a test, and what the importer makes of them.</summary>
internal static class OpenDriveFile
{
    /// <summary>A lane with a width of its own number, so that lanes can be told apart: lane −2 is 2 m wide.</summary>
    public static string Lane(int id, string inside = "", string type = "driving", string attributes = "") =>
        FormattableString.Invariant($"<lane id='{id}' type='{type}' {attributes}>{(inside.Contains("<width") || inside.Contains("<border") ? "" : $"<width sOffset='0' a='{Math.Abs(id)}' b='0' c='0' d='0'/>")}{inside}</lane>");

    /// <summary>A lane section.</summary>
    public static string Section(double s, string left = "", string right = "", string centre = "", string attributes = "") =>
        FormattableString.Invariant($"<laneSection s='{s}' {attributes}>{(left.Length > 0 ? $"<left>{left}</left>" : "")}<center><lane id='0' type='none'>{centre}</lane></center>{(right.Length > 0 ? $"<right>{right}</right>" : "")}</laneSection>");

    /// <summary>A straight road along x from (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public static string Road(string id, double x, double length, string lanes, string links = "", string attributes = "", string inside = "", double y = 0, double heading = 0) => FormattableString.Invariant(
        $"<road id='{id}' length='{length}' {(attributes.Contains("junction") ? "" : "junction='-1'")} {attributes}><link>{links}</link><planView><geometry s='0' x='{x}' y='{y}' hdg='{heading}' length='{length}'><line/></geometry></planView>{inside}<lanes>{lanes}</lanes></road>");

    /// <summary>A road whose geometry is written out, with one lane on the right.</summary>
    public static string Curved(string geometry, double length, string lanes = "") => FormattableString.Invariant(
        $"<road id='1' length='{length}' junction='-1'><planView>{geometry}</planView><lanes>{(lanes.Length > 0 ? lanes : Section(0, right: Lane(-1)))}</lanes></road>");

    /// <summary>A whole file.</summary>
    public static string Text(params string[] parts) => $"<?xml version='1.0'?><OpenDRIVE><header revMajor='1' revMinor='6' name='T'/>{string.Concat(parts)}</OpenDRIVE>";

    /// <summary>What the importer makes of the parts of a file.</summary>
    public static ImportedMap Imported(params string[] parts) => ImportText(Text(parts));

    /// <summary>What the importer makes of a file.</summary>
    public static ImportedMap ImportText(string text) => MapImporters.Import(ImportFile.Of("t.xodr", Encoding.UTF8.GetBytes(text)), new());

    /// <summary>The roads of a file that is imported without a warning.</summary>
    public static RoadMap Clean(params string[] parts)
    {
        var imported = Imported(parts);
        Assert.That(imported.Warnings, Is.Empty);
        return imported.Map.Roads!;
    }

    /// <summary>The reference line of a file with one road.</summary>
    public static ReferenceLine Line(string geometry, double length) => Network(ImportFile.Of("t.xodr", Encoding.UTF8.GetBytes(Text(Curved(geometry, length))))).Roads[0].Line;

    /// <summary>What a file describes.</summary>
    public static Network Network(ImportFile file)
    {
        var draft = new RoadMapDraft(file.Path);
        return OpenDriveImporter.Read(file, new(draft), draft);
    }

    /// <summary>A lane by its id.</summary>
    public static Lane Lane(this RoadMap map, string id)
    {
        Assert.That(map.IndexOf(id), Is.Not.Negative, $"lane {id} of {string.Join(' ', map.Lanes.Select(lane => lane.Id))}");
        return map.Lanes[map.IndexOf(id)];
    }
}
