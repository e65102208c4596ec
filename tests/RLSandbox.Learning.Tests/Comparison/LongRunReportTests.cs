using System.Text;
using RLSandbox.Core;
using RLSandbox.Learning.Comparison;
using RLSandbox.Learning.Tests.Training;

namespace RLSandbox.Learning.Tests.Comparison;

/// <summary>Made-up timing.csv files of one hour: 1,000 iterations of 3.6 seconds.</summary>
public sealed class LongRunReportTests
{
    private const int Rows = 1000;
    private const double Megabyte = 1 << 20;

    [Test]
    public void FlatAndCheap_PassesEveryBound()
    {
        var report = Read(resident: _ => 500, tensors: _ => 74);
        Assert.That(report.Hours, Is.EqualTo(1).Within(1e-6));
        Assert.That((report.IsMemoryFlat, report.AreTensorsFlat, report.IsCheap), Is.EqualTo((true, true, true)));
        Assert.That(report.Resident.Start, Is.EqualTo(500 * Megabyte));
        Assert.That(report.Resident.SlopePerHour, Is.Zero.Within(1));
    }

    /// <summary>The warm-up tenth may grow as it likes. After it, the medians of the first and last tenth of what is left are 0.81 hours apart.</summary>
    [TestCase(45, true)]                               // MB an hour: 36.4 MB between the medians; the bound is 1 % of about 507 MB + 32 MB = 37.1 MB
    [TestCase(47, false)]                              // 38.1 MB
    public void Growth_IsHeldAgainstItsBound(double megabytesAnHour, bool isFlat)
    {
        var report = Read(resident: hour => hour < 0.09 ? 100 : 500 + megabytesAnHour * hour, tensors: _ => 74);
        Assert.That(report.Resident.SlopePerHour / Megabyte, Is.EqualTo(megabytesAnHour).Within(1e-3));
        Assert.That(report.IsMemoryFlat, Is.EqualTo(isFlat));
    }

    [Test]
    public void OneTensorMore_IsNotFlat_UnlessItWasInTheWarmUp()
    {
        Assert.That(Read(_ => 500, tensors: hour => hour > 0.999 ? 75 : 74).AreTensorsFlat, Is.False);
        Assert.That(Read(_ => 500, tensors: hour => hour < 0.09 ? 75 : 74).AreTensorsFlat, Is.True);
    }

    /// <summary>Validation builds its maps when it is first driven; what they take is no growth, however late that is.</summary>
    [TestCase(0.3, true)]
    [TestCase(0.0, false)]
    public void FirstValidation_EndsTheWarmUp(double atHour, bool isFlat)
    {
        var report = Read(resident: hour => hour < 0.3 ? 400 : 500, tensors: _ => 74, validatedAt: atHour);
        Assert.That(report.IsMemoryFlat, Is.EqualTo(isFlat));
    }

    /// <summary>Validation, checkpoints and logs count together, as a share of all the time.</summary>
    [TestCase(0.028, true)]
    [TestCase(0.032, false)]
    public void WorkBesideLearning_IsHeldAgainstThreePercent(double share, bool isCheap)
    {
        var report = Read(_ => 500, _ => 74, share);
        Assert.That(report.SideShare, Is.EqualTo(share).Within(1e-9));
        Assert.That(report.IsCheap, Is.EqualTo(isCheap));
    }

    [Test]
    public void TooShort_OrOfAnotherVersion_SaysWhatToDo()
    {
        Assert.That(() => Read(_ => 500, _ => 74, rows: 20), Throws.TypeOf<UserErrorException>().With.Message.Contains("rows after the warm-up").And.Message.Contains("Train for longer"));
        using var runs = new TemporaryFolder();
        var path = Path.Combine(runs.FullPath, "timing.csv");
        File.WriteAllText(path, "steps,iterationSeconds\n" + string.Concat(Enumerable.Repeat("1,1\n", 30)));
        Assert.That(() => LongRunReport.Read(path), Throws.TypeOf<UserErrorException>().With.Message.Contains("no column 'validationSeconds'"));
    }

    private static LongRunReport Read(Func<double, double> resident, Func<double, double> tensors, double share = 0.001, int rows = Rows, double validatedAt = 0)
    {
        const double seconds = 3600.0 / Rows;
        var text = new StringBuilder("steps,trainingSeconds,iterationSeconds,environmentStepsPerSecond,validationSeconds,checkpointSeconds,loggingSeconds,residentBytes,managedBytes,liveTensors\n");
        for (var i = 1; i <= rows; i++)
        {
            var (hour, side) = ((double)i / Rows, share * seconds);
            text.Append(FormattableString.Invariant($"{100 * i},{(seconds - side) * i},{seconds - side},28,{(hour == validatedAt ? 1 : 0) + side / 2},{side / 4},{side / 4},{resident(hour) * Megabyte},1000000,{tensors(hour)}\n"));
        }
        using var runs = new TemporaryFolder();
        var path = Path.Combine(runs.FullPath, "timing.csv");
        File.WriteAllText(path, text.ToString());
        return LongRunReport.Read(path);
    }
}
