using RLSandbox.Core;

namespace RLSandbox.Rendering;

/// <summary>Files that travel with the program: fonts and shaders.</summary>
public static class Assets
{
    /// <summary>Path of a file: beside the program, or in the repository that the program was built in.</summary>
    /// <param name="folder">Such as <c>fonts</c>.</param>
    /// <exception cref="UserErrorException">It is in neither place.</exception>
    public static string Find(string folder, string fileName)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var path = Path.Combine(place.FullName, "assets", folder, fileName);
            if (File.Exists(path)) return path;
        }
        throw new UserErrorException($"assets/{folder}/{fileName}: expected beside the program ({AppContext.BaseDirectory}) or above it, found nowhere. Copy assets/{folder} from the repository there.");
    }
}
