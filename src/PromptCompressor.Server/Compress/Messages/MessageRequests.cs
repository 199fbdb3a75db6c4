using PromptCompressor.Core.Text;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>Which texts of a conversation are compressed together: those of users and tools; the rest is left alone.</summary>
internal static class MessageRequests
{
    /// <summary>Tokens of the text that is left alone.</summary>
    public static long UntouchedTokens(IReadOnlyList<ChatMessage> messages, ITokenCounter counter) =>
        messages.Where(message => !message.IsCompressible).Sum(message => message.Texts.Sum(text => (long)counter.Count(text.Text)));

    /// <summary>All texts under one budget: what the untouched text leaves of the target.</summary>
    /// <exception cref="InvalidRequestException">It leaves nothing.</exception>
    public static (string[] Texts, int TargetTokens) Together(IReadOnlyList<ChatMessage> messages, int target, long untouched)
    {
        var left = target - untouched;
        if (left < 1)
        {
            var errors = new FieldErrors();
            errors.Add("target_token", $"is {target}, but the text that is not compressed has {untouched} tokens already.");
            errors.ThrowIfAny();
        }

        return ([.. messages.Where(message => message.IsCompressible).SelectMany(TextsOf)], (int)left);
    }

    /// <summary>The texts of each message, for a budget of its own, so that later turns never change earlier outputs.</summary>
    public static IEnumerable<string[]> Each(IReadOnlyList<ChatMessage> messages) =>
        messages.Where(message => message.IsCompressible && message.Texts.Count > 0).Select(message => TextsOf(message).ToArray());

    private static IEnumerable<string> TextsOf(ChatMessage message) => message.Texts.Select(text => text.Text);
}
