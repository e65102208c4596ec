using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Reads the road users of a scenario.</summary>
internal sealed class EntityReader(SceneDraft draft, CatalogReader catalogues)
{
    private const int MostEntities = 500;
    private const double Smallest = 0.05, Largest = 100;                  // m; of a road user

    private static readonly string[] _egoNames = ["hero", "ego"];

    /// <summary>All that are of a kind that we know, in the order of the file.</summary>
    public List<Entity> Read(XoscNode root)
    {
        var entities = new List<Entity>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in root.One("Entities")?.Children ?? [])
        {
            if (item.Name != "ScenarioObject") draft.Warn(item, "groups of entities are not read", $"{item.Name} elements");
            else if (item.Text("name") is not { Length: > 0 } name || !names.Add(name)) draft.Warn(item, "it has no name, or one that is taken; it was left out");
            else if (entities.Count == MostEntities) draft.Warn(item, $"a scene has at most {MostEntities} entities; it was left out", "entities beyond the largest number");
            else if (Entity(item, name) is { } entity) entities.Add(entity);
        }
        return entities.Exists(entity => entity.IsEgo) ? entities : [.. entities.Select(entity => IsNamedEgo(entity) ? WithEgo(entity) : entity)];
    }

    private static bool IsNamedEgo(Entity entity) => _egoNames.Contains(entity.Name, StringComparer.OrdinalIgnoreCase);

    private static Entity WithEgo(Entity entity) =>
        new() { Name = entity.Name, Node = entity.Node, Kind = entity.Kind, Length = entity.Length, Width = entity.Width, Centre = entity.Centre, IsEgo = true };

    private Entity? Entity(XoscNode item, string name)
    {
        var body = item.One("CatalogReference") is { } reference ? catalogues.Resolve(reference) : item.Children.FirstOrDefault(child => child.Name is "Vehicle" or "Pedestrian" or "MiscObject");
        if (body is null)
        {
            if (item.One("CatalogReference") is null) draft.Warn(item, "expected a Vehicle, Pedestrian, MiscObject or CatalogReference, found none; it was left out");
            return null;
        }
        var (box, kind) = (body.One("BoundingBox"), Kind(body));
        var (length, width) = Size(body, box?.One("Dimensions"), kind);
        // CARLA puts the middle of a vehicle at a position, whatever its file says about the box.
        var centre = draft.IsRunner ? default : (box?.One("Center")?.Number("x") ?? 0, draft.Frame.Left(box?.One("Center")?.Number("y") ?? 0));
        var isEgo = body.One("Properties")?.All("Property").Any(property => property.Text("name") == "type" && property.Text("value") == "ego_vehicle") ?? false;
        return new() { Name = name, Node = item, Kind = kind, Length = length, Width = width, Centre = Within(centre), IsEgo = isEgo };
    }

    private static (double, double) Within((double X, double Y) centre) => (Math.Clamp(centre.X, -Largest, Largest), Math.Clamp(centre.Y, -Largest, Largest));

    private (double Length, double Width) Size(XoscNode body, XoscNode? dimensions, ActorKind kind)
    {
        if (dimensions?.Number("length") is { } length and >= Smallest and <= Largest && dimensions.Number("width") is { } width and >= Smallest and <= Largest) return (length, width);
        (double Length, double Width) usual = kind switch
        {
            ActorKind.Truck or ActorKind.Bus => (12, 2.5),
            ActorKind.Motorcycle or ActorKind.Bicycle => (1.8, 0.7),
            ActorKind.Pedestrian => (0.5, 0.5),
            ActorKind.Obstacle => (1, 1),
            _ => (4.5, 1.8),
        };
        draft.Warn(body, FormattableString.Invariant($"expected a length and width from {Smallest} to {Largest} m, found {dimensions?.Number("length") ?? 0} × {dimensions?.Number("width") ?? 0} m; {usual.Length} × {usual.Width} m were taken"));
        return usual;
    }

    private ActorKind Kind(XoscNode body)
    {
        if (body.Name == "MiscObject") return ActorKind.Obstacle;
        if (body.Name == "Pedestrian") return body.Text("pedestrianCategory") == "animal" ? ActorKind.Other : ActorKind.Pedestrian;
        switch (body.Text("vehicleCategory"))
        {
            case "car" or "van": return ActorKind.Car;
            case "truck" or "trailer" or "semitrailer": return ActorKind.Truck;
            case "bus": return ActorKind.Bus;
            case "motorbike": return ActorKind.Motorcycle;
            case "bicycle": return ActorKind.Bicycle;
            case "train" or "tram": return ActorKind.Other;
            case var word:
                draft.Warn(body, $"expected a vehicleCategory such as car, found \"{Printable.Of(word, 80)}\"; it was taken as other");
                return ActorKind.Other;
        }
    }
}
