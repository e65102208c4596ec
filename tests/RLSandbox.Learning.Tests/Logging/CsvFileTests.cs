using RLSandbox.Core;
using RLSandbox.Learning.Logging;

namespace RLSandbox.Learning.Tests.Logging;

public sealed class CsvFileTests
{
    private static readonly string[] Columns = ["steps", "loss"];

    [Test]
    public void Rows_AreWrittenInFullPrecisionAndNaNAsAnEmptyCell()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.csv");
        using (var csv = CsvFile.Create(path, Columns))
        {
            csv.Append([128, 0.1 + 0.2]);
            csv.Append([256, double.NaN]);
        }
        Assert.That(File.ReadAllText(path), Is.EqualTo("steps,loss\n128,0.30000000000000004\n256,\n"));
    }

    [Test]
    public void Continue_CutsOffWhatCameLater()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.csv");
        long length;
        using (var csv = CsvFile.Create(path, Columns))
        {
            csv.Append([1, 2]);
            length = csv.ByteLength;
            csv.Append([3, 4]);
            csv.Append([7, 8]);                        // what goes on is shorter than what was there
        }
        using (var csv = CsvFile.Continue(path, Columns, length)) csv.Append([5, 6]);
        Assert.That(File.ReadAllText(path), Is.EqualTo("steps,loss\n1,2\n5,6\n"));
    }

    [TestCase(new[] { "steps", "value" }, 11L)]        // other columns
    [TestCase(new[] { "steps", "loss" }, 12L)]         // shorter than the checkpoint says: the header alone has 11 bytes
    public void Continue_OfAnotherTable_IsRefused(string[] columns, long byteLength)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.csv");
        CsvFile.Create(path, Columns).Dispose();
        Assert.That(() => CsvFile.Continue(path, columns, byteLength), Throws.InstanceOf<UserErrorException>());
    }

    [Test]
    public void Continue_OfAChangedTable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.csv");
        string hash;
        using (var csv = CsvFile.Create(path, Columns))
        {
            csv.Append([1, 2]);
            hash = csv.Sha256;
        }
        Assert.That(() => CsvFile.Continue(path, Columns, 15, hash).Dispose(), Throws.Nothing);
        File.WriteAllText(path, "steps,loss\n1,3\n");
        Assert.That(() => CsvFile.Continue(path, Columns, 15, hash), Throws.InstanceOf<UserErrorException>().With.Message.Contains("was changed"));
    }

    /// <summary>The hash of what follows a resume is that of the whole file, else the next resume would refuse it.</summary>
    [Test]
    public void Sha256_IsThatOfTheFile_AfterGoingOnToo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.csv");
        CsvFile.Create(path, Columns).Dispose();
        string hash;
        using (var csv = CsvFile.Continue(path, Columns, 11))
        {
            csv.Append([5, 6]);
            hash = csv.Sha256;
        }
        Assert.That(hash, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))));
    }
}
