using System.Globalization;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>The program inside the test assembly: prints the widest vectors that it may use, in bits, then what it simulated and saw, as one number each.</summary>
internal static class Bits
{
    private const int Environments = 4, Steps = 60;

    /// <summary>Started by <see cref="VectorWidthTests"/> with vector instructions switched off.</summary>
    public static void Main() => Console.WriteLine(Text());

    /// <summary>Width, world and pictures of both cameras.</summary>
    public static string Text()
    {
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        var weather = new WeatherConfig { Night = NumberRange.Uniform(0f, 0.5f), Dirt = 0.4f, Noise = 0.1f };
        return string.Create(CultureInfo.InvariantCulture, $"{width} {Hash(new() { Width = 45, Height = 35, Output = CameraOutput.Rgb, Weather = weather })} {Hash(
            new() { Projection = CameraProjection.Forward, Width = 45, Height = 35, Output = CameraOutput.Rgb, Weather = weather with { Fog = NumberRange.Uniform(0f, 0.5f) } })}");
    }

    private static ulong Hash(CameraConfig camera)
    {
        var maps = DrivingScenes.Maps();
        using var environment = DrivingScenes.Environment(maps, Environments, config: DrivingScenes.Config(agents: 2, obstacles: 40) with { Camera = camera });
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(1);
        ulong hash = 0;
        for (var step = 0; step < Steps; step++)
        {
            for (var row = 0; row < actions.RowCount; row++) actions.Choices[row] = new RandomKey(7, (uint)row, 0, 0).Integer(15, step: (uint)step / 3);
            environment.Step(actions);
            for (var row = 0; row < actions.RowCount; row++)
                for (var part = 0; part < environment.Spec.Parts.Count; part++) hash = StableHash.Of(environment.Observations.Bytes(part, row), hash);
        }
        hash ^= environment.World.Hash();
        foreach (var map in maps) map.Dispose();
        return hash;
    }
}
