using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>Notes what reaches the LLM. Says "fine", but if there is a tool it calls it first.</summary>
internal sealed class RecordingChatClient : IChatClient
{
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Messages = [.. messages];
        var wantsTool = options?.Tools is [_] && !Messages.Any(message => message.Role == ChatRole.Tool);
        AIContent content = wantsTool ? new FunctionCallContent("1", options!.Tools![0].Name) : new TextContent("fine");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Messages = [.. messages];
        yield return new ChatResponseUpdate(ChatRole.Assistant, "fi");
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, "ne");
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
