// A policy written by hand drives from the camera picture and is measured like a learned one, on the same unseen circuits.
//     dotnet run -c Release --project samples/02-drive-with-your-own-policy -- 100
// Argument: how many episodes.
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Scenarios;

var episodes = args.Length > 0 ? int.Parse(args[0]) : 100;
var file = Path.Join(ScenarioCatalogue.Folder, "first-lap.yaml");
var scenario = ScenarioFile.Load(file, ["actions.use=continuous", $"evaluation.test.generated.count={episodes}"]);
using var maps = MapSet.Build(scenario.Evaluation.Test, "evaluation.test", Environment.ProcessorCount);
using var environment = new DrivingEnvironment(scenario.Driving.ForEvaluation(), maps.Maps, episodes, Environment.ProcessorCount);
using var policy = new FollowTheRoad();

var report = Evaluator.Run(environment, policy, episodes, seed: 1);
Console.WriteLine($"{report.Policy}: {report.Success.Value:P0} of {report.Episodes} laps (95 % interval {report.Success.Low:P0} to {report.Success.High:P0})");
Console.WriteLine($"median lap time {report.Measure("lapTime")!.Median:F1} s, mean progress {report.Measure("progress")!.Mean.Value:P0}");

/// <summary>Follows the road up the picture, from the car to 7 m ahead, and steers to where it leads, at 8 m/s.</summary>
internal sealed class FollowTheRoad : IPolicy
{
    private const int Width = 64, CarRow = 48, CarColumn = 32;      // first-lap: the car sits three quarters down, in the middle
    private const int RowsAhead = 14;                               // of half a metre
    private const byte Grass = 80;                                  // road, lines and kerbs are brighter
    private const float Speed = 0.5f, SpeedGain = 4f;               // share of the top speed of 16 m/s; pedal per share
    private const float SteeringGain = 3f;                          // steering per unit of (metres aside / metres ahead)

    public string Name => "follow-the-road";
    public int StateSize => 0;

    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        for (var row = 0; row < actions.RowCount; row++)
        {
            var (aside, ahead) = EndOfRoad(input.Observations.Bytes(part: 0, row));
            var speed = input.Observations.Row<float>(part: 1, row)[0];
            actions.Values[2 * row] = Math.Clamp(SteeringGain * aside / ahead, -1f, 1f);               // left is positive
            actions.Values[2 * row + 1] = Math.Clamp(SpeedGain * (Speed - speed), -1f, 1f);
        }
    }

    /// <summary>The farthest point of the road that can be reached going up row by row, each time to the middle; pixels to the left and ahead.</summary>
    private static (float Aside, float Ahead) EndOfRoad(ReadOnlySpan<byte> picture)
    {
        var (column, ahead) = (CarColumn, 0);
        while (ahead < RowsAhead && picture[(CarRow - ahead - 1) * Width + column] > Grass)
        {
            var line = picture.Slice((CarRow - ++ahead) * Width, Width);
            var left = line[..column].LastIndexOfAnyInRange((byte)0, Grass) + 1;
            var toRight = line[column..].IndexOfAnyInRange((byte)0, Grass);
            column = (left + (toRight < 0 ? Width : column + toRight)) / 2;
        }
        return (CarColumn - column, Math.Max(ahead, 1));
    }

    public void Dispose() { }
}
