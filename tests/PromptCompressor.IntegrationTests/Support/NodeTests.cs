using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Builds a package for Node, if it is to be built, and runs its tests; skips where there is no Node or its packages are not installed.</summary>
internal static class NodeTests
{
    public static async Task PassAsync(string folder, IReadOnlyDictionary<string, string> environment)
    {
        Assert.SkipUnless(await ScriptProcess.RunAsync("node", folder, environment, "--version") is (0, _), $"There is no node to test {folder} with.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(TestPaths.Root, folder, "node_modules")), $"npm ci --prefix {folder} installs what its tests need.");

        foreach (var script in new[] { "build", "test" })
        {
            var result = await ScriptProcess.RunAsync("npm", folder, environment, "run", "--silent", "--if-present", script);
            Assert.True(result?.Code == 0, result?.Report);
        }
    }
}
