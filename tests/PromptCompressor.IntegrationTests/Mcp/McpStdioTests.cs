using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Mcp;

/// <summary>The program as an agent starts it, seen by the official client.</summary>
public sealed class McpStdioTests
{
    [Fact]
    public async Task Tools_OverStandardInputAndOutput_Answer()
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.dll"), "mcp", .. ServiceProcess.TinyModels],
        });
        await using var client = await McpClient.CreateAsync(transport);

        Assert.Equal(["compress_context", "explain_compression"], (await client.ListToolsAsync()).Select(tool => tool.Name).Order());
        var good = await client.CallToolAsync("compress_context", new Dictionary<string, object?> { ["context"] = Texts.Meeting, ["rate"] = 0.5 });
        var bad = await client.CallToolAsync("compress_context", new Dictionary<string, object?> { ["context"] = Texts.Meeting, ["rate"] = 50 });

        Assert.NotEqual(true, good.IsError);
        Assert.InRange(((TextContentBlock)good.Content[0]).Text.Length, 1, Texts.Meeting.Length - 1);
        Assert.True(bad.IsError);
        Assert.Contains("rate must be", ((TextContentBlock)bad.Content[0]).Text, StringComparison.Ordinal);
    }
}
