using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>Compresses the texts of users and tools in a conversation and leaves the rest alone.</summary>
internal static class MessageCompression
{
    public static Task<CompressOutcome> RunAsync(
        IReadOnlyList<ChatMessage> messages, CompressPlan plan, IPromptCompressor compressor, int parallelism, CancellationToken cancellation)
    {
        var counter = plan.Options.Counter;
        var untouched = messages.Where(message => !message.IsCompressible).Sum(message => message.Texts.Sum(text => (long)counter.Count(text.Text)));
        return plan.Options.TargetTokens is { } target
            ? TogetherAsync(messages, plan, compressor, target, untouched, cancellation)
            : EachAsync(messages, plan, compressor, parallelism, untouched, cancellation);
    }

    /// <summary>One budget for all: what the untouched text leaves of the target.</summary>
    private static async Task<CompressOutcome> TogetherAsync(
        IReadOnlyList<ChatMessage> messages, CompressPlan plan, IPromptCompressor compressor, int target, long untouched, CancellationToken cancellation)
    {
        var texts = messages.Where(message => message.IsCompressible).SelectMany(TextsOf).ToArray();
        var left = target - untouched;
        if (left < 1)
        {
            var errors = new FieldErrors();
            errors.Add("target_token", $"is {target}, but the text that is not compressed has {untouched} tokens already.");
            errors.ThrowIfAny();
        }

        var result = await compressor.CompressAsync(plan.For(texts) with { TargetTokens = (int)left }, cancellation);
        return new CompressOutcome(ResponseBuilder.ForMessages(plan, MessageWriter.Write(messages, result.Texts), [result], untouched), [result]);
    }

    /// <summary>Each message with a budget of its own, so that later turns never change earlier outputs.</summary>
    private static async Task<CompressOutcome> EachAsync(
        IReadOnlyList<ChatMessage> messages, CompressPlan plan, IPromptCompressor compressor, int parallelism, long untouched, CancellationToken cancellation)
    {
        var selected = messages.Where(message => message.IsCompressible && message.Texts.Count > 0).ToArray();
        var results = new CompressionResult[selected.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation };
        var progress = plan.Options.Progress is { } whole ? new ProgressSum(whole) : null;
        await Parallel.ForAsync(0, selected.Length, parallel, async (i, token) =>
            results[i] = await compressor.CompressAsync(plan.For([.. TextsOf(selected[i])]) with { Progress = progress?.Part() }, token));
        var written = MessageWriter.Write(messages, results.SelectMany(result => result.Texts));
        return new CompressOutcome(ResponseBuilder.ForMessages(plan, written, results, untouched), results);
    }

    private static IEnumerable<string> TextsOf(ChatMessage message) => message.Texts.Select(text => text.Text);
}
