using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Rendering.Charts;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli.Commands;

/// <summary>Plots of how a policy drives: it is played for them.</summary>
internal sealed class DrivePlots(Services services, PlotRequest request, Terminal terminal)
{
    private const int StandardEpisodes = 10, Bins = 21;
    private readonly PlotOutput _output = new(request, terminal);

    /// <summary>Speed over the arc, lap by lap.</summary>
    public int Speed(CancellationToken interrupted)
    {
        var (episode, _) = Record(needsValue: false, interrupted);
        var laps = Laps(episode);
        var panel = new ChartPanel("metres along the route", "speed (m/s)", [.. laps.Select((lap, i) => new ChartLine(
            string.Create(CultureInfo.InvariantCulture, $"lap {i + 1}"), [.. lap.Select(at => at.Arc)], [.. lap.Select(at => at.Speed)], [.. lap.Select(_ => double.NaN)], [.. lap.Select(_ => double.NaN)]))]) { Floor = 0 };
        return _output.Write(
            "speed",
            (path, size, theme) => ChartPicture.Write(path, $"{episode.Policy} on {episode.Map}: speed over the circuit", [panel], size.Width, size.Height, theme),
            json =>
            {
                WriteEpisode(json, episode);
                PlotOutput.WriteLines(json, panel);
            });
    }

    /// <summary>The driven line, coloured.</summary>
    public int Track(CancellationToken interrupted)
    {
        var byValue = request.Colour == "value";
        var (episode, watch) = Record(byValue, interrupted);
        var points = new List<TrackPoint>();
        for (var i = 0; i < episode.Moments.Count - 1; i++)
        {
            var vehicle = episode.Moments[i].Snapshot.Vehicles[0];
            points.Add(new(vehicle.Pose.X, vehicle.Pose.Y, byValue ? watch.Moments[i]!.Insight.Value ?? double.NaN : vehicle.Motion.Speed));
        }
        if (points.Count < 2) throw new UserErrorException($"Episode {request.Episode ?? 1} ended at once ({episode.Outcome?.Name}): there is no line to draw. Choose another --episode.");
        return _output.Write(
            "track",
            (path, size, theme) => TrackPlot.Write(
                path, $"{episode.Policy} on {episode.Map}: {(byValue ? "value" : "speed")} where it drove", byValue ? "value" : "speed (m/s)", episode.Moments[0].Snapshot.Map.Circuit, points, size, theme),
            json =>
            {
                WriteEpisode(json, episode);
                json.WriteString("colour", byValue ? "value" : "speed");
                PlotOutput.WriteNumbers(json, "x", points.Select(point => point.X));
                PlotOutput.WriteNumbers(json, "y", points.Select(point => point.Y));
                PlotOutput.WriteNumbers(json, "values", points.Select(point => point.Value));
            });
    }

    /// <summary>What the policy does, counted.</summary>
    public int Actions(CancellationToken interrupted)
    {
        _output.Check();
        using var drive = Open(request.Episodes ?? StandardEpisodes);
        var counter = new ActionCounter(drive.Policy, drive.Environment.Spec.Action, Bins);
        var played = Evaluator.Play(drive.Environment, counter, drive.Episodes, drive.Seed, interrupted).Count;
        var labels = ActionLabels.Of(drive.Environment.Config.Actions);
        var bars = Bars(counter, labels);
        return _output.Write(
            "actions",
            (path, size, theme) => BarPlot.Write(path, $"{drive.Policy.Name} on {drive.Environment.Spec.Name}: actions in {played} episode{(played == 1 ? "" : "s")}", (Legend(labels), "share of the steps (%)"), bars, size, theme),
            json =>
            {
                json.WriteString("policy", drive.Policy.Name);
                json.WriteNumber("episodes", played);
                json.WriteNumber("steps", counter.Steps);
                json.WriteStartArray("actions");
                foreach (var bar in bars)
                {
                    json.WriteStartObject();
                    json.WriteString("name", bar.Name.Replace('\n', ' '));
                    json.WriteNumber("dimension", bar.Group);
                    json.WriteNumber("percent", bar.Value);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
    }

    private static string Legend(ActionLabels labels) => labels.Choices.Count == 0 ? "steering −1 (right) to 1 (left), then pedal −1 (brake) to 1 (drive)" : ActionLabels.Legend;

    private static List<PlotBar> Bars(ActionCounter counter, ActionLabels labels)
    {
        if (labels.Choices.Count == 0) return [.. counter.Shares.Select((share, i) => new PlotBar((-1 + 2.0 * (i % Bins) / (Bins - 1)).ToString("0.0;−0.0;0", CultureInfo.InvariantCulture), 100 * share, i / Bins))];
        var dimensions = labels.Counts.SelectMany((count, dimension) => Enumerable.Repeat(dimension, count)).ToList();
        return [.. labels.Order.Select((choice, place) => new PlotBar($"{labels.Choices[choice].Steering}\n{labels.Choices[choice].Pedal}".Trim('\n'), 100 * counter.Shares[choice], dimensions[place]))];
    }

    private (RecordedEpisode Episode, PolicyWatch Watch) Record(bool needsValue, CancellationToken interrupted)
    {
        _output.Check();
        var number = request.Episode ?? 1;
        if (number != EvaluateSession.EnvironmentsFor(number)) throw new UserErrorException($"--episode {number}: expected at most {EvaluateSession.EnvironmentsFor(number)}.");
        using var drive = Open(number);
        if (needsValue && drive.Policy is not IInsightfulPolicy) throw new UserErrorException($"--colour value: '{request.Names[0]}' has no notion of value. Name a run or a checkpoint, or leave it at speed.");
        var watch = new PolicyWatch(drive.Policy, (number - 1) * drive.Environment.Spec.AgentCount, [], isWanted: needsValue ? null : _ => false);
        return (new EpisodeRecorder(drive.Environment, number - 1).Record(watch, drive.Seed, interrupted: interrupted), watch);
    }

    private TestDrive Open(int episodes) =>
        TestDrive.Open(new PolicyChoice(services, request.Names[0], request.Runs, request.Checkpoint, request.Device), request.Scenario, request.Suite, request.Map, episodes, request.Seed, Environment.ProcessorCount);

    /// <summary>Cut where the arc begins anew.</summary>
    private static List<List<(double Arc, double Speed)>> Laps(RecordedEpisode episode)
    {
        var circuit = episode.Moments[0].Snapshot.Map.Circuit;
        var laps = new List<List<(double Arc, double Speed)>> { new() };
        foreach (var vehicle in episode.Moments.Take(Math.Max(1, episode.Moments.Count - 1)).Select(moment => moment.Snapshot.Vehicles[0]))
        {
            if (!circuit.IsRoute && laps[^1].Count > 0 && laps[^1][^1].Arc - vehicle.Position.Arc > circuit.Length / 2) laps.Add([]);
            laps[^1].Add((vehicle.Position.Arc, vehicle.Motion.Speed));
        }
        return laps;
    }

    private static void WriteEpisode(System.Text.Json.Utf8JsonWriter json, RecordedEpisode episode)
    {
        json.WriteString("policy", episode.Policy);
        json.WriteString("map", episode.Map);
        json.WriteString("outcome", episode.Outcome?.Name);
    }
}
