using RLSandbox.Core;
using RLSandbox.Scenarios.Import;
using RLSandbox.TestKit;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Small files of every format, and whatever once brought an importer down: each, and each damaged copy, gives a map or a message.</summary>
[DecimalComma]
public sealed class CorpusTests
{
    private const int Rounds = 200;

    private static IEnumerable<string> Files()
    {
        var folder = RepositoryFolder.Find(Path.Join("tests", "RLSandbox.Scenarios.Tests", "Corpus"));
        return folder is null ? [] : Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal);
    }

    [TestCaseSource(nameof(Files))]
    public void File_GivesAMapOrAMessage(string file) => Assert.That(() => Import(file, File.ReadAllBytes(file)), Throws.Nothing);

    [TestCaseSource(nameof(Files))]
    public void DamagedFile_GivesAMapOrAMessage(string file)
    {
        var original = File.ReadAllBytes(file);
        for (uint round = 0; round < Rounds; round++)
            Assert.That(() => Import(file, Mutation.Of(original, round)), Throws.Nothing, $"round {round}");
    }

    private static void Import(string name, byte[] bytes)
    {
        try
        {
            MapImporters.Import(ImportFile.Of(name, bytes), new());
        }
        catch (UserErrorException)
        {
        }
    }
}
