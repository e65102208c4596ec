using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Window;

/// <summary>Compares pictures with those in the folder Golden. With RLSANDBOX_MAKE_GOLDEN=1 it writes them anew instead, to be looked at and committed.</summary>
internal static class Golden
{
    /// <summary>Another processor rounds the edge of a letter or a disc another way: a few pixels by a lot, or many by one or two steps of 255. A moved line of text is 1 % and more.</summary>
    private const double MostChangedShare = 0.003, MostMeanDifference = 0.4;

    private const int Changed = 24;

    /// <summary>Asserts that the picture is the golden one of this name.</summary>
    public static void Require(Drawing drawing, string name)
    {
        var path = Path.Combine(Folder(), name + ".png");
        if (Environment.GetEnvironmentVariable("RLSANDBOX_MAKE_GOLDEN") == "1") File.WriteAllBytes(path, drawing.ToPng());
        Assert.That(path, Does.Exist, "made with RLSANDBOX_MAKE_GOLDEN=1");
        using var golden = SKBitmap.Decode(path);
        using var pixels = drawing.Pixels;
        Assert.That((pixels.Width, pixels.Height), Is.EqualTo((golden.Width, golden.Height)));
        long sum = 0, changed = 0;
        for (var y = 0; y < golden.Height; y++)
            for (var x = 0; x < golden.Width; x++)
            {
                SKColor a = golden.GetPixel(x, y), b = pixels.GetPixelColor(x, y);
                var difference = Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));
                sum += difference;
                if (difference > Changed) changed++;
            }
        var count = (double)golden.Width * golden.Height;
        if (changed / count <= MostChangedShare && sum / count <= MostMeanDifference) return;
        var found = Path.Combine(Path.GetTempPath(), $"rlsandbox-{name}-found.png");
        File.WriteAllBytes(found, drawing.ToPng());
        Assert.Fail($"{name}: {100 * changed / count:0.00} % of the pixels changed by more than {Changed}, {sum / count:0.00} on average. Found {found}; if it is right, make the golden ones anew with RLSANDBOX_MAKE_GOLDEN=1.");
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RLSandbox.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "RLSandbox.Rendering.Tests", "Golden");
    }
}
