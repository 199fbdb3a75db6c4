using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>What services and agents in JavaScript talk to LLMs with, each with its documented base URL: the sidecar changes the tool's result and no other byte.</summary>
public sealed class NpmClientTests(SidecarFixture fixture) : IDisposable, IClassFixture<SidecarFixture>
{
    public void Dispose() => fixture.Upstream.Reset();

    /// <summary>The script asks without the sidecar, then with it, and sees to what clients read; what they sent is seen here.</summary>
    [Fact]
    public async Task ClientsOfNpm_WorkThroughTheSidecar()
    {
        fixture.Upstream.Answer = AgentTurn.AnswerOf(fixture.Upstream);

        await NodeTests.PassAsync("tests/clients-npm", new Dictionary<string, string>
        {
            ["UPSTREAM_URL"] = fixture.Upstream.Address,
            ["SIDECAR_URL"] = fixture.Sidecar.Address.ToString().TrimEnd('/'),
            ["QUESTION"] = AgentTurn.Question,
            ["TOOL_RESULT"] = AgentTurn.Log,
            ["REPLY"] = AgentTurn.Reply,
        });

        var turns = fixture.Upstream.Requests.Chunk(2).ToArray();
        Assert.All(turns, turn => AgentTurn.AssertOnlyTheLogIsShorter(turn[0], turn[1]));
        Assert.Equal(
            ["/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "/v1/chat/completions", "/v1/messages", "/v1/responses"],
            turns.Select(turn => turn[1].Target).Distinct().Order(StringComparer.Ordinal));
    }
}
