using Microsoft.Extensions.AI;

namespace PromptCompressor.Client.Chat;

/// <summary>
/// Shortens what a conversation's messages say, not how many there are: for <c>UseChatReducer</c>, agents' chat histories and whatever else takes an
/// <see cref="IChatReducer"/>. What is compressed and when is as in <see cref="PromptCompressionChatClient"/>.
/// </summary>
public sealed class PromptCompressionChatReducer : IChatReducer
{
    private readonly ConversationCompressor _conversation;

    /// <param name="compressor">The service.</param>
    /// <param name="options">Which texts, and how far.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PromptCompressionChatReducer(PromptCompressorClient compressor, PromptCompressionOptions? options = null) =>
        _conversation = new ConversationCompressor(compressor, options);

    /// <summary>The same messages in fewer tokens; those that are given are never changed.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="cancellationToken">Ends the call; time that is over does not, then texts stay as they are.</param>
    public async Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
        await _conversation.CompressAsync(messages, cancellationToken).ConfigureAwait(false);
}
