using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Reads networks of SUMO (<c>.net.xml</c>); docs/maps/sumo.md says what becomes of each element.</summary>
public sealed class SumoImporter : IMapImporter
{
    /// <inheritdoc/>
    public string Format => "SUMO network";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "net" && file.Bytes.AsSpan().IndexOf("<edge"u8) >= 0;

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var root = file.Xml();
        if (root.Name.LocalName != "net") throw new UserErrorException($"{file.Path}: expected a SUMO network with the root <net>, found <{root.Name.LocalName}>; name the .net.xml file.");
        var net = new SumoNet(root, new(file.Path), options);
        net.Draft.Header = new() { Source = Path.GetFileName(file.Path), Projection = net.Projection, DrivesOnLeft = net.DrivesOnLeft };
        SumoLanes.Read(net);
        SumoOpposites.Join(net);
        var links = SumoConnections.Read(net);
        links.Join();
        SumoJunctions.Read(net, links);
        SumoLights.Read(net, links);
        SumoStopLines.Read(net, links);
        return net.Draft.Build($"SUMO network {root.Text("version") ?? ""}".TrimEnd());
    }
}
