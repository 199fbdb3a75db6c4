namespace PromptCompressor.IntegrationTests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PromptCompressor.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No PromptCompressor.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
