namespace PromptCompressor.Engine.Manifests;

internal static class ModelsRoot
{
    /// <summary>
    /// A relative path is looked for from the working directory upwards, then from the program's folder upwards: so the same
    /// setting works under <c>dotnet run</c>, in tests and in a published folder.
    /// </summary>
    /// <exception cref="ModelLoadException">There is no such folder.</exception>
    public static string Find(string path)
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, path);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new ModelLoadException($"Engine:ModelsPath is '{path}', but there is no such folder in {Directory.GetCurrentDirectory()}, in {AppContext.BaseDirectory} or above them.");
    }
}
