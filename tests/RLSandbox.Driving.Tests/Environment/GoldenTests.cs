using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>The world of a shared scene after 500 steps, as one number: the same on every machine, and a reason for a changelog line when it changes.</summary>
public sealed class GoldenTests
{
    [TestCase(1ul, 3735474236913867887ul)]
    [TestCase(2ul, 12954766994358792148ul)]
    public void WorldAfter500Steps_IsAsItWas(ulong seed, ulong expected)
    {
        var maps = DrivingScenes.Maps();
        try
        {
            Assert.That(HashAfter500Steps(maps, seed), Is.EqualTo(expected));
        }
        finally
        {
            foreach (var map in maps) map.Dispose();
        }
    }

    private static ulong HashAfter500Steps(IReadOnlyList<CompiledMap> maps, ulong seed)
    {
        using var environment = DrivingScenes.Environment(maps, 16, config: DrivingScenes.Config(agents: 2, obstacles: 4));
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(seed);
        for (var step = 0; step < 500; step++)
        {
            for (var row = 0; row < actions.RowCount; row++) actions.Choices[row] = new RandomKey(7, (uint)row, 0, 0).Integer(15, step: (uint)step / 3);
            environment.Step(actions);
        }
        return environment.World.Hash();
    }
}
