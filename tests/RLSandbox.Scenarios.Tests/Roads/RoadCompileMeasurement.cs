using System.Diagnostics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Scenarios.Tests.Roads;

/// <summary>How long other people's maps take to compile on one thread, and a query of the nearest lane: seconds of processor time, so that other processes count less.</summary>
[Explicit("a measurement: wants a quiet machine")]
public sealed class RoadCompileMeasurement
{
    [TestCaseSource(typeof(ImportedMaps), nameof(ImportedMaps.Files))]
    public void Seconds(string file)
    {
        var map = ImportedMaps.Load(file);
        Compile(map);                                                      // the first time includes the just-in-time compiler
        var (network, raster, networkSeconds, rasterSeconds) = Compile(map);
        var nanoseconds = QueryNanoseconds(network);
        var planner = new RoutePlanner(network);
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"{file}: {map.Lanes.Count} lanes, {network.DrivableLength / 1000:0.00} km to drive, network {networkSeconds:0.000} s and {network.ByteCount / 1e6:0.0} MB, raster {raster} cells in {rasterSeconds:0.000} s, nearest lane {nanoseconds:0} ns, dead ends {planner.DeadEnds.Count}, largest component {planner.LargestComponent.Count}"));
    }

    private static (RoadNetwork Network, string Cells, double NetworkSeconds, double RasterSeconds) Compile(RoadMap map)
    {
        var start = Processor();
        var network = RoadNetwork.Compile(map);
        var networkSeconds = Processor() - start;
        using ClassRaster raster = RoadRasterizer.Rasterize(map, network, RoadRasterizer.StandardConfig);
        return (network, $"{raster.Width} x {raster.Height}", networkSeconds, Processor() - start - networkSeconds);
    }

    private static double QueryNanoseconds(RoadNetwork network)
    {
        if (network.Nodes.Length == 0) return 0;
        const int Queries = 100_000;
        var key = new RandomKey(1, 0, 0, 0);
        var nodes = Enumerable.Range(0, Queries).Select(i => network.Nodes[key.Integer(network.Nodes.Length, (uint)i)]).ToArray();
        var sum = 0f;
        var start = Processor();
        foreach (var node in nodes) sum += network.Nearest(node.X + 0.5f, node.Y - 0.7f, node.Z, node.Heading).Arc;
        return float.IsFinite(sum) ? (Processor() - start) * 1e9 / Queries : double.NaN;
    }

    private static double Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
