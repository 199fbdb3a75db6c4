using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace PromptCompressor.Client.Chat;

/// <summary>Compresses the long texts of a conversation within a budget of time; what fails or takes too long stays as it is.</summary>
internal sealed class ConversationCompressor
{
    private const int Parallelism = 8;

    private readonly PromptCompressorClient _compressor;
    private readonly PromptCompressionOptions _options;

    public ConversationCompressor(PromptCompressorClient compressor, PromptCompressionOptions? options)
    {
        ArgumentNullException.ThrowIfNull(compressor);
        _compressor = compressor;
        _options = options ?? new PromptCompressionOptions();
        _options.Check();
    }

    /// <summary>The messages as the LLM should be sent them; those that are given are never changed.</summary>
    public async Task<IReadOnlyList<ChatMessage>> CompressAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
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
