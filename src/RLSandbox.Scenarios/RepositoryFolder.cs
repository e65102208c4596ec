namespace RLSandbox.Scenarios;

/// <summary>Finds the folders that come with the source code, wherever the program is started.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder <paramref name="name"/> in the nearest folder above the current one, else above the program; null where there is none.</summary>
    public static string? Find(string name) => Above(Environment.CurrentDirectory, name) ?? Above(AppContext.BaseDirectory, name);

    private static string? Above(string start, string name)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (Path.Join(folder.FullName, name) is var wanted && Directory.Exists(wanted))
                return wanted;
        return null;
    }
}
