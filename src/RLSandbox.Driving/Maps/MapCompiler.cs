namespace RLSandbox.Driving.Maps;

/// <summary>Turns circuits into the forms that the simulation reads.</summary>
public static class MapCompiler
{
    /// <summary>Compiles one circuit. The caller disposes the map.</summary>
    public static CompiledMap Compile(Circuit circuit, RasterConfig config) => new(circuit.Name, circuit, CircuitRasterizer.Rasterize(circuit, config));

    /// <summary>Compiles all circuits on at most <paramref name="threads"/> threads; map k belongs to circuit k. The caller disposes the maps.</summary>
    public static CompiledMap[] CompileAll(IReadOnlyList<Circuit> circuits, RasterConfig config, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var maps = new CompiledMap[circuits.Count];
        Parallel.For(0, maps.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => maps[i] = Compile(circuits[i], config));
        return maps;
    }
}
