namespace RLSandbox.Cli.Tests.Window;

/// <summary>A small task for windows.</summary>
internal static class WindowTask
{
    public const string Yaml = """
        scenario: small-lap-v1
        map: { generated: { count: 2 } }
        evaluation: { test: { generated: { count: 2 } } }
        camera: { width: 40, height: 40, metresPerPixel: 1 }
        """;
}
