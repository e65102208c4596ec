using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RLSandbox.Cli.Tests.Window;

/// <summary>An X server without a screen, and a hand on its keyboard and mouse.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private readonly Process _server;
    private readonly string _name;

    private VirtualDisplay(Process server, string name) => (_server, _name) = (server, name);

    /// <summary>What a window needs here and what is missing; null: nothing.</summary>
    public static string? Missing()
    {
        if (!OperatingSystem.IsLinux()) return "a virtual X display is only on Linux";
        if (!OnPath("Xvfb")) return "Xvfb is not installed (apt-get install xvfb)";
        if (!OnPath("xdotool")) return "xdotool is not installed (apt-get install xdotool)";
        if (!NativeLibrary.TryLoad("libglfw.so.3", out var library)) return "libglfw3 is not installed (apt-get install libglfw3)";
        NativeLibrary.Free(library);
        return null;
    }

    /// <summary>Starts a server on a display of its own choice.</summary>
    public static VirtualDisplay Start(params string[] more)
    {
        var server = Process.Start(new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        server.BeginErrorReadLine();
        var number = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Xvfb did not say which display it has.");
        return new(server, ":" + number);
    }

    /// <summary>Starts the program on this display.</summary>
    /// <param name="home">Where it keeps what it remembers.</param>
    public Process Run(string home, params string[] arguments) => Run(_name, home, arguments);

    /// <summary>Starts the program on a display; empty: none.</summary>
    public static Process Run(string display, string home, params string[] arguments)
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "rlsandbox.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        (start.Environment["DISPLAY"], start.Environment["XDG_CONFIG_HOME"], start.Environment["XDG_DATA_HOME"]) = (display, Path.Combine(home, "config"), Path.Combine(home, "data"));
        if (display == "") start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        return Process.Start(start)!;
    }

    /// <summary>Waits until a window has a title with such a part, and returns its number.</summary>
    public string WaitForTitle(Process program, string part)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(90) && !program.HasExited;)
        {
            // It waits itself, up to the limit, rather than being asked over and over.
            var found = Tool("search", "--name", part);
            if (found.Length > 0) return found.Split('\n')[0];
            program.WaitForExit(TimeSpan.FromMilliseconds(100));
        }
        throw new TimeoutException($"No window says '{part}'; {(program.HasExited ? "the program has ended: " + program.StandardError.ReadToEnd() : "the title is '" + Title() + "'")}.");
    }

    /// <summary>Presses a key as a person would.</summary>
    public void Press(string window, params string[] keys)
    {
        foreach (var key in keys) Tool("key", "--window", window, key);
    }

    /// <summary>Moves the mouse within a window and clicks.</summary>
    public void Click(string window, int x, int y)
    {
        Tool("mousemove", "--window", window, $"{x}", $"{y}");
        Tool("click", "1");
    }

    /// <summary>Holds a key down, or lets it go.</summary>
    public void Hold(string window, string key, bool isDown) => Tool(isDown ? "keydown" : "keyup", "--window", window, key);

    /// <summary>What the window says.</summary>
    public string Title() => Tool("search", "--name", "·", "getwindowname");

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }

    private string Tool(params string[] arguments)
    {
        var start = new ProcessStartInfo("xdotool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = _name;
        using var tool = Process.Start(start)!;
        tool.ErrorDataReceived += (_, _) => { };
        tool.BeginErrorReadLine();
        var output = tool.StandardOutput.ReadToEnd().Trim();
        tool.WaitForExit();
        return output;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
