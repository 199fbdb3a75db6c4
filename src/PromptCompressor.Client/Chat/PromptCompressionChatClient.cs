using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace PromptCompressor.Client.Chat;

/// <summary>
/// Sends long results of tools to the inner client in fewer tokens, and long texts of the user where <see cref="PromptCompressionOptions.UserTexts"/> asks for it.
/// Everything else goes on as it is, instructions and what the model said included. A text becomes the same whenever it is sent, so that a provider's prompt cache stays valid. Where compression fails or
/// takes too long, texts go on as they are: no call fails because of it. The caller's messages are never changed.
/// </summary>
public sealed class PromptCompressionChatClient : DelegatingChatClient
{
    private readonly ConversationCompressor _conversation;

    /// <param name="innerClient">Asks the LLM.</param>
    /// <param name="compressor">The service.</param>
    /// <param name="options">Which texts, and how far.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PromptCompressionChatClient(IChatClient innerClient, PromptCompressorClient compressor, PromptCompressionOptions? options = null)
        : base(innerClient) => _conversation = new ConversationCompressor(compressor, options);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await base.GetResponseAsync(await _conversation.CompressAsync(messages, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var compressed = await _conversation.CompressAsync(messages, cancellationToken).ConfigureAwait(false);
        await foreach (var update in base.GetStreamingResponseAsync(compressed, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }
}
