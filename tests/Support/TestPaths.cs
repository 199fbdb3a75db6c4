namespace PromptCompressor.TestSupport;

/// <summary>Where the files that tests read are.</summary>
internal static class TestPaths
{
    public static string Root { get; } = FindRoot();

    public static string Golden { get; } = Path.Combine(Root, "tests", "Golden");

    public static string Models { get; } = Path.Combine(Root, "models");

    /// <summary>Vectors over texts that cannot be kept in this repository; null where they are not at hand.</summary>
    public static string? Data { get; } = Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_DATA") is { Length: > 0 } path ? path : null;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PromptCompressor.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"PromptCompressor.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
