using RLSandbox.Core;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Reads OpenSCENARIO XML 1.0, and of later versions what looks the same, by playing its storyboard.</summary>
/// <remarks>
/// Source: ASAM OpenSCENARIO 1.0 to 1.2, and the scenarios of CARLA's ScenarioRunner. What is played, what is left out and how ScenarioRunner's files
/// are read in their own way: docs/maps/openscenario.md.
/// </remarks>
public sealed class OpenScenarioImporter : ISceneImporter
{
    private const double MostSeconds = 60;
    private const double EgoSpeed = 10, EgoAcceleration = 2;              // m/s and m/s²; of an ego vehicle whose file gives it no speed

    /// <inheritdoc/>
    public string Format => "OpenSCENARIO";

    /// <inheritdoc/>
    public bool HasMapElsewhere => true;

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "OpenSCENARIO";

    /// <inheritdoc/>
    public ImportedScene ImportScene(ImportFile file, ImportOptions options)
    {
        var root = new XoscNode(file.Xml(), Scope.Empty);
        if (root.One("Storyboard") is not { } storyboard) throw new UserErrorException($"{file.Path}: expected a scenario with a Storyboard, found {(root.One("Catalog") is null ? "none" : "a catalogue")}; name the scenario that uses it.");
        var header = root.One("FileHeader");
        var isRunner = header?.Text("description").StartsWith("CARLA:", StringComparison.Ordinal) ?? false;
        var logic = LogicFile.Open(file, root, options);
        var draft = new SceneDraft(new(isRunner, logic.Shift), isRunner);
        if (header is not null && header.Text("revMajor") != "1") draft.Warn(header, $"expected version 1, found \"{Printable.Of(header.Text("revMajor"), 80)}\"; it was read as 1.0");
        var catalogues = new CatalogReader(draft);
        catalogues.Read(root, file.Path);
        var stage = new Stage(draft, logic.Map, new EntityReader(draft, catalogues).Read(root));
        var scene = Play(stage, new(stage, catalogues), storyboard) with
        {
            Name = header?.Text("description") is { Length: > 0 } name ? Printable.Of(name[(isRunner ? "CARLA:".Length : 0)..], 200).Trim() : file.Name,
            Source = $"imported from {Path.GetFileName(file.Path)}{(header?.Text("author") is { Length: > 0 } author ? $", {Printable.Of(author, 200)}" : "")}",
        };
        var version = header is null ? Format : $"{Format} {Printable.Of(header.Text("revMajor"), 10)}.{Printable.Of(header.Text("revMinor"), 10)}";
        return new(version, logic.Map, scene.Name.Length > 0 ? scene : scene with { Name = file.Name }, [.. logic.Warnings, .. draft.Warnings]);
    }

    private static RecordedScene Play(Stage stage, StoryReader reader, XoscNode storyboard)
    {
        reader.Begin(storyboard.One("Init"));
        var starts = Starts(stage, storyboard);
        var story = reader.Read(storyboard);
        var states = stage.Entities.ToDictionary(entity => entity, _ => new List<ActorState>());
        for (var isOver = false; !isOver; stage.Move())
        {
            isOver = story.Update(stage) || stage.Seconds >= MostSeconds - 1e-9;
            foreach (var entity in stage.Entities)
                if (entity is { IsThere: true, IsEgo: false }) states[entity].Add(entity.State(stage.Step));
        }
        foreach (var entity in stage.Entities)
            if (!entity.IsEgo && states[entity].Count == 0) stage.Draft.Warn(entity.Node, "no position was given to it; it was left out");
        return new() { Name = "", StepSeconds = Stage.StepSeconds, Problems = starts, Actors = [.. states.Where(pair => pair.Value.Count > 0).Select(pair => Actor(pair.Key, pair.Value, stage.Step))] };
    }

    /// <summary>Where the ego vehicles begin. What they will do is not known, but conditions ask: they go on along their lanes.</summary>
    private static List<SceneProblem> Starts(Stage stage, XoscNode storyboard)
    {
        var problems = new List<SceneProblem>();
        foreach (var ego in stage.Entities.Where(entity => entity.IsEgo))
        {
            if (!ego.IsThere)
            {
                stage.Draft.Warn(ego.Node, "no position was given to it; there is no problem to solve for it");
                continue;
            }
            problems.Add(new() { Id = ego.Name, Start = ego.State(0) });
            var isGiven = ego.Speed > 0;
            if (!isGiven) ego.Begin(new Transition(TransitionShape.Linear, 0, EgoSpeed, EgoSpeed / EgoAcceleration, false));
            var how = isGiven ? FormattableString.Invariant($"its {ego.Speed:0.##} m/s of the beginning") : FormattableString.Invariant($"a speed that rises to {EgoSpeed} m/s at {EgoAcceleration} m/s², since it has none");
            stage.Draft.Warn(ego.Node, $"an agent drives it; conditions that ask where it is take it to go on along its lane at {how}");
        }
        if (problems.Count == 0) stage.Draft.Warn(storyboard, "there is no ego vehicle: no entity has the property type ego_vehicle, or is called hero or ego");
        return problems;
    }

    private static RecordedActor Actor(Entity entity, List<ActorState> states, int steps)
    {
        var isStatic = states.Count == steps && states.TrueForAll(state => state with { Step = 0 } == states[0] with { Step = 0 });
        return new() { Id = entity.Name, Kind = entity.Kind, Length = entity.Length, Width = entity.Width, States = isStatic ? [states[0]] : states, IsStatic = isStatic };
    }
}
