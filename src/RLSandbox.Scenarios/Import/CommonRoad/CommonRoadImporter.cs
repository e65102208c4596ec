using System.Xml.Linq;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads CommonRoad XML, versions 2018b and 2020a: lanelets with signs, lights and intersections, recorded traffic, and planning problems.</summary>
/// <remarks>
/// Source: CommonRoad XML format specification 2020a and 2018b, Technical University of Munich. What is read and what is left out: docs/maps/commonroad.md.
/// </remarks>
public sealed class CommonRoadImporter : IMapImporter, ISceneImporter
{
    private const double UsualStep = 0.1;                                 // s
    private const double ShortestStep = 0.001;
    private const double LongestStep = 10;

    /// <inheritdoc cref="IMapImporter.Format"/>
    public string Format => "CommonRoad";

    /// <inheritdoc cref="IMapImporter.Recognises"/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "commonRoad";

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var draft = new RoadMapDraft(file.Path);
        ReadMap(file, draft);
        return draft.Build(FormatOf(file));
    }

    /// <inheritdoc/>
    public ImportedScene ImportScene(ImportFile file, ImportOptions options)
    {
        var draft = new RoadMapDraft(file.Path);
        var step = ReadMap(file, draft);
        var shapes = new ShapeReader(draft, new(draft));
        var scene = new RecordedScene
        {
            Name = draft.Header.Name, Source = draft.Header.Source, StepSeconds = step,
            Actors = new ObstacleReader(draft, shapes, step).Read(file.Xml()), Problems = new ProblemReader(draft, shapes, step).Read(file.Xml()),
        };
        var map = draft.Build(FormatOf(file));
        return new(map.Format, map.Map.Roads!, SceneShift.Moved(scene, map.Map.Roads!.Origin), map.Warnings);
    }

    /// <summary>Fills the draft; the step of the file, s.</summary>
    private double ReadMap(ImportFile file, RoadMapDraft draft)
    {
        var root = file.Xml();
        CheckVersion(root, draft);
        var step = Step(root, draft);
        draft.Header = Header(file, root);
        var signs = new SignReader(draft);
        signs.Read(root);
        var lanelets = new LaneletReader(draft, signs).Read(root);
        signs.Place(lanelets);
        var intersections = new IntersectionReader(draft, signs, lanelets);
        intersections.Read(root);
        var reach = new SceneReach(draft);
        var lights = new LightReader(draft, signs, lanelets, reach, step);
        lights.Read(root, intersections.Turns);
        lights.ReadStopLines();
        ObstacleReader.ReadEnvironment(root, draft, reach);
        return step;
    }

    private string FormatOf(ImportFile file) => $"{Format} {file.Xml().Word("commonRoadVersion")}".TrimEnd();

    private static void CheckVersion(XElement root, RoadMapDraft draft)
    {
        var version = root.Word("commonRoadVersion");
        if (version is not ("2018b" or "2020a")) draft.Warn("commonRoad", $"expected the version 2018b or 2020a, found \"{version}\"; it was read as 2020a", ImportFile.LineOf(root));
    }

    private static double Step(XElement root, RoadMapDraft draft)
    {
        var text = root.Word("timeStepSize");
        if (CommonRoadXml.Number(text) is { } step and >= ShortestStep and <= LongestStep) return step;
        draft.Warn("commonRoad", FormattableString.Invariant($"expected a timeStepSize from {ShortestStep} to {LongestStep} s, found \"{text}\"; {UsualStep} s was taken"), ImportFile.LineOf(root));
        return UsualStep;
    }

    private static RoadMapHeader Header(ImportFile file, XElement root)
    {
        var (name, location) = (root.Word("benchmarkID"), root.One("location"));
        string[] parts = [root.Word("source"), root.Word("author"), root.Word("affiliation"), root.Word("date")];
        return new()
        {
            Name = name.Length > 0 ? name : file.Name,
            Source = string.Join("; ", parts.Where(part => part.Length > 0)),
            Projection = location.One("geoTransformation").One("geoReference").Word(),
        };
    }
}
