// Steps 256 cars at once with random actions. This loop is all that a learner needs of an environment.
//     dotnet run -c Release --project samples/01-step-a-batch -- 1000
// Argument: how many steps every environment makes.
using System.Diagnostics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Scenarios;

const int Environments = 256;
const ulong Seed = 1;
var steps = args.Length > 0 ? uint.Parse(args[0]) : 1000;

// A scenario is a text file; any value can be changed on the way in. Eight circuits are enough to look around.
var file = Path.Join(ScenarioCatalogue.Folder, "first-lap.yaml");
var scenario = ScenarioFile.Load(file, ["map.generated.count=8"]);
using var maps = MapSet.Build(scenario.Map, "map", Environment.ProcessorCount);
using var environment = new DrivingEnvironment(scenario.Driving, maps.Maps, Environments, Environment.ProcessorCount);

// The specification says what an agent sees and does; nothing below knows about driving.
var spec = environment.Spec;
Console.WriteLine($"{spec.Name}: {spec.RowCount} rows, sees {string.Join(" and ", spec.Parts)}, chooses one of {spec.Action.ChoiceCount} actions");

using var actions = new ActionBuffer(spec.Action, spec.RowCount);
var purpose = RandomPurpose.Of("sample.actions");
var progress = spec.Measures.ToList().FindIndex(measure => measure.Name == "progress");
var (covered, episodes) = (0.0, 0);

environment.Reset(Seed);
var clock = Stopwatch.StartNew();
for (var step = 0u; step < steps; step++)
{
    // Random numbers have no state: the same seed, row and step give the same action on every machine.
    for (var row = 0; row < spec.RowCount; row++)
        actions.Choices[row] = new RandomKey(Seed, (uint)row, 0, purpose).Integer(spec.Action.ChoiceCount, step: step);

    environment.Step(actions);

    // Columns hold one number per row. Episodes that ended have begun anew already; what came of them stands in the measures.
    for (var row = 0; row < spec.RowCount; row++)
    {
        if (environment.Outcomes[row] < 0) continue;
        covered += environment.Measures[progress * spec.RowCount + row];
        episodes++;
    }
}
Console.WriteLine($"{steps * Environments / clock.Elapsed.TotalSeconds:N0} environment steps per second, cameras included");
Console.WriteLine(episodes == 0 ? "No episode ended yet." : $"{episodes} episodes ended after {covered / episodes:P1} of a lap on average");
