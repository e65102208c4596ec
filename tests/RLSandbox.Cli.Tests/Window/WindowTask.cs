namespace RLSandbox.Cli.Tests.Window;

/// <summary>A small task for windows.</summary>
internal static class WindowTask
{
    public const string Yaml = """
        scenario: small-lap-v1
        map: { generated: { count: 2 } }
        evaluation: { test: { generated: { count: 2 } } }
        camera: { width: 16, height: 16, metresPerPixel: 2 }
        """;
}
