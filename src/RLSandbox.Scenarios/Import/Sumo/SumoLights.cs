using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Traffic lights: one for each letter of the states, for the lanes that lead away from it.</summary>
internal static class SumoLights
{
    private const int MostPhases = 1000;

    public static void Read(SumoNet net, SumoConnections links)
    {
        var programs = Programs(net);
        var lights = new Dictionary<(string Light, int Link), TrafficLight>();
        var faulty = new HashSet<XElement>();
        var arrows = 0;
        foreach (var connection in links.All)
        {
            if (connection.Light is not { } id || connection.Link < 0) continue;
            // A path without length has no lane of its own: then the light holds for the lane before it.
            var lane = net.Short.Contains(connection.Into) ? connection.From : connection.Into;
            if (lights.TryGetValue((id, connection.Link), out var light))
            {
                ((List<string>)light.Lanes).Add(lane);
                continue;
            }
            if (!programs.TryGetValue(id, out var program)) net.Draft.Warn($"light {id}", $"it is named by the connection from {connection.From}, but has no tlLogic; it shows nothing");
            var position = net.Draft.Find(connection.From)?.Sections[^1] ?? default;
            lights[(id, connection.Link)] = new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{id}.{connection.Link}"), Lanes = new List<string> { lane },
                Position = net.DrivesOnLeft ? new(position.LeftX, position.LeftY, position.Z) : new(position.RightX, position.RightY, position.Z),
                Cycle = program is null ? [] : Cycle(net, program, connection.Link, faulty, ref arrows), OffsetSeconds = program?.Number("offset") ?? 0,
            };
        }
        net.Draft.Lights.AddRange(lights.Values);
        if (arrows > 0) net.Draft.Warn("tlLogic", "phases let somebody turn right on red after a halt (s); the light is red then", 0, arrows);
    }

    private static Dictionary<string, XElement> Programs(SumoNet net)
    {
        var programs = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var program in net.Root.Children("tlLogic"))
        {
            var (id, line) = (program.Text("id") ?? "", ImportFile.LineOf(program));
            if (programs.ContainsKey(id)) net.Draft.Warn($"light {id}", "it has several programs; the last one runs, as in SUMO", line);
            if (program.Text("type") is not (null or "static")) net.Draft.Warn($"light {id}", $"its program is {program.Text("type")}; its phases last as long as the file says, whoever comes", line);
            if (program.Children("phase").Any(phase => phase.Text("next") is not null)) net.Draft.Warn($"light {id}", "its phases name their successors; they run in the order of the file", line);
            if (program.Children("phase").Skip(MostPhases).Any()) net.Draft.Warn($"light {id}", $"expected at most {MostPhases} phases, found more; the others were left out", line);
            programs[id] = program;
        }
        return programs;
    }

    private static List<LightPhase> Cycle(SumoNet net, XElement program, int link, HashSet<XElement> faulty, ref int arrows)
    {
        var cycle = new List<LightPhase>();
        foreach (var phase in program.Children("phase").Take(MostPhases))
        {
            var state = phase.Text("state") ?? "";
            var seconds = phase.Number("duration") ?? 0;
            if (link >= state.Length || seconds <= 0 || !TryColour(state[link], out var colour))
            {
                // Once for each phase: a state that is too short is so for many links.
                if (faulty.Add(phase)) net.Draft.Warn($"light {program.Text("id")}", $"expected seconds and a letter for link {link}, found \"{phase.Text("duration")}\" and {state.Length} letters; the phase was left out there", ImportFile.LineOf(phase));
                continue;
            }
            if (state[link] == 's') arrows++;
            if (cycle.Count > 0 && cycle[^1].Colour == colour) cycle[^1] = cycle[^1] with { Seconds = cycle[^1].Seconds + seconds };
            else cycle.Add(new(colour, seconds));
        }
        return cycle;
    }

    private static bool TryColour(char letter, out LightColour colour)
    {
        LightColour? found = letter switch
        {
            'r' or 's' => LightColour.Red,
            'u' => LightColour.RedAmber,
            'G' => LightColour.Green,
            'g' => LightColour.YieldingGreen,
            'y' or 'Y' => LightColour.Amber,
            'o' or 'O' => LightColour.Off,
            _ => null,
        };
        colour = found ?? default;
        return found is not null;
    }
}
