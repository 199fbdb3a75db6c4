using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace PromptCompressor.Client.Chat;

/// <summary>
/// Sends long results of tools and long texts of the user to the inner client in fewer tokens. Everything else goes on as it is, instructions and what
/// the model said included. A text becomes the same whenever it is sent, so that a provider's prompt cache stays valid. Where compression fails or
/// takes too long, texts go on as they are: no call fails because of it. The caller's messages are never changed.
/// </summary>
public sealed class PromptCompressionChatClient : DelegatingChatClient
{
    private const int Parallelism = 8;

    private readonly PromptCompressorClient _compressor;
    private readonly PromptCompressionOptions _options;

    /// <param name="innerClient">Asks the LLM.</param>
    /// <param name="compressor">The service.</param>
    /// <param name="options">Which texts, and how far.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PromptCompressionChatClient(IChatClient innerClient, PromptCompressorClient compressor, PromptCompressionOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(compressor);
        _compressor = compressor;
        _options = options ?? new PromptCompressionOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await base.GetResponseAsync(await CompressAsync(messages, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var compressed = await CompressAsync(messages, cancellationToken).ConfigureAwait(false);
        await foreach (var update in base.GetStreamingResponseAsync(compressed, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async Task<IReadOnlyList<ChatMessage>> CompressAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var texts = LongText.Find(list, _options);
        if (texts.Count == 0)
        {
            return list;
        }

        var start = Stopwatch.GetTimestamp();
        var results = await CompressAllAsync(texts, cancellationToken).ConfigureAwait(false);
        _options.OnCompressed?.Invoke(new PromptCompressionReport
        {
            Compressed = results.Count(result => result.Content is not null),
            Unchanged = results.Count(result => result is { Content: null, Error: null }),
            FailedOpen = results.Count(result => result.Error is not null),
            SavedTokens = results.Sum(result => result.SavedTokens),
            Elapsed = Stopwatch.GetElapsedTime(start),
            Error = results.FirstOrDefault(result => result.Error is not null).Error,
        });
        return Replace(list, texts, results);
    }

    private async Task<TextResult[]> CompressAllAsync(List<LongText> texts, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(_options.TimeBudget);
        using var turns = new SemaphoreSlim(Parallelism);
        var results = await Task.WhenAll(texts.Select(text => InTurnAsync(text, turns, budget.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return results;
    }

    private async Task<TextResult> InTurnAsync(LongText text, SemaphoreSlim turns, CancellationToken budget)
    {
        try
        {
            await turns.WaitAsync(budget).ConfigureAwait(false);
            try
            {
                return await CompressOneAsync(text, budget).ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        }
        catch (Exception e)
        {
            // Whatever it is, the LLM can still be asked.
            return new TextResult(null, 0, e);
        }
    }

    private async Task<TextResult> CompressOneAsync(LongText text, CancellationToken budget)
    {
        // Tags are the user's text here, not orders to the service.
        var request = new CompressRequest
        {
            Context = [text.Edges.Body],
            Rate = _options.Rate,
            UseTags = false,
            Model = _options.Model,
            Tokenizer = _options.Tokenizer,
            Content = _options.Content,
        };
        var response = await _compressor.CompressAsync(request, budget).ConfigureAwait(false);
        return response is { SavedTokens: > 0, CompressedPromptList: [var shorter] } && text.With(text.Edges.With(shorter)) is { } content
            ? new TextResult(content, response.SavedTokens, null)
            : default;
    }

    private static ChatMessage[] Replace(IReadOnlyList<ChatMessage> messages, List<LongText> texts, TextResult[] results)
    {
        ChatMessage[] replaced = [.. messages];
        for (var i = 0; i < texts.Count; i++)
        {
            if (results[i].Content is not { } content)
            {
                continue;
            }

            var index = texts[i].Message;
            if (ReferenceEquals(replaced[index], messages[index]))
            {
                replaced[index] = messages[index].Clone();
                replaced[index].Contents = [.. messages[index].Contents];
            }

            replaced[index].Contents[texts[i].Content] = content;
        }

        return replaced;
    }

    /// <param name="Content">The shorter content; null if it stays as it is.</param>
    /// <param name="SavedTokens">Tokens that are gone.</param>
    /// <param name="Error">Why it failed open.</param>
    private readonly record struct TextResult(AIContent? Content, long SavedTokens, Exception? Error);
}
