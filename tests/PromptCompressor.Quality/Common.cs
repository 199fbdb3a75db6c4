using System.CommandLine;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality;

/// <summary>What commands have in common.</summary>
internal static class Common
{
    public static Option<string?> Out { get; } = new("--out") { Description = "Folder to write the report and its plots to; it is printed in any case." };

    /// <summary>The folder of other people's texts; see the README for how it is laid out.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Data() =>
        TestPaths.Data ?? throw new DirectoryNotFoundException("PROMPTCOMPRESSOR_DATA names no folder: there is nothing to measure on.");
}
