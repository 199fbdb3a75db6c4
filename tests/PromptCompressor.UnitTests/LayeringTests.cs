using System.Reflection;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests;

/// <summary>Data flows one way: Server → Engine → Core. The client stands alone.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Core = typeof(IPromptCompressor).Assembly;
    private static readonly Assembly Engine = typeof(CompressionEngine).Assembly;

    [Fact]
    public void Core_References_OnlyTheBaseLibrary()
    {
        var others = ReferencesOf(Core).Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("StackExchange.Redis")]
    [InlineData("PromptCompressor.Server")]
    public void Engine_References_NoHost(string host) =>
        Assert.DoesNotContain(ReferencesOf(Engine), name => name.StartsWith(host, StringComparison.Ordinal));

    [Fact]
    public void OnnxRuntime_IsNamed_OnlyInInference() =>
        Assert.All(SourcesNaming("Microsoft.ML.OnnxRuntime"), file => Assert.Contains("Engine/Inference/", file, StringComparison.Ordinal));

    [Fact]
    public void TokenizerLibrary_IsNamed_OnlyInTokenizationAndCounting() =>
        Assert.All(SourcesNaming("Microsoft.ML.Tokenizers"), file => Assert.Matches("Engine/(Tokenization|Counting)/", file));

    [Theory]
    [InlineData("using StackExchange.Redis", "Server/(Caching|Originals)/")]
    [InlineData("using Polly", "Server/(Caching|Proxy/Forwarding)/")]
    [InlineData("using Yarp", "Server/Proxy/Forwarding/")]
    [InlineData("using ModelContextProtocol", "Server/Mcp/")]
    [InlineData("using Microsoft.Extensions.AI", "(Client/Chat|clients/dotnet)/")]
    public void NetworkLibraries_AreNamed_OnlyWhereTheyBelong(string library, string folders) =>
        Assert.All(SourcesNaming(library), file => Assert.Matches(folders, file));

    [Fact]
    public void Client_References_NoOtherProject()
    {
        var project = File.ReadAllText(Path.Combine(TestPaths.Root, "src", "PromptCompressor.Client", "PromptCompressor.Client.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    /// <summary>Some at least: a library under another name would let every rule about it hold.</summary>
    private static string[] SourcesNaming(string library)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(TestPaths.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file).Contains(library, StringComparison.Ordinal))
                .Select(file => file.Replace('\\', '/')),
        ];
        Assert.NotEmpty(files);
        return files;
    }
}
