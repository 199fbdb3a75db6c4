using PromptCompressor.Core.Text;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>Which texts of a conversation are compressed together: those of users, tools and documents; the rest is left alone.</summary>
internal static class MessageRequests
{
    /// <summary>Tokens of the text that is left alone.</summary>
    public static long UntouchedTokens(IReadOnlyList<ChatMessage> messages, ITokenCounter counter) =>
        messages.Sum(message => message.Texts.Except(message.CompressibleTexts).Sum(text => (long)text.CountTokens(counter)));

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

        return ([.. messages.SelectMany(message => message.CompressibleTexts, (_, text) => text.Text)], (int)left);
    }

    /// <summary>The texts of each message, for a budget of its own, so that later turns never change earlier outputs.</summary>
    public static IEnumerable<string[]> Each(IReadOnlyList<ChatMessage> messages) =>
        messages.Select(message => message.CompressibleTexts.Select(text => text.Text).ToArray()).Where(texts => texts.Length > 0);

    /// <summary>What was left as it came although its sender may think otherwise.</summary>
    public static IEnumerable<string> WarningsOf(IReadOnlyList<ChatMessage> messages)
    {
        var roles = messages.Where(message => message.Texts.Count > 0 && IsUnknown(message.Role)).Select(message => message.Role!).Distinct(StringComparer.Ordinal);
        if (Listed(roles) is { } unknown)
        {
            yield return $"Messages with a role that is not known were left as they came ({unknown}); the text of user, tool and function is compressed.";
        }

        if (Listed(messages.SelectMany(message => message.PassedOver).Distinct(StringComparer.Ordinal)) is { } types)
        {
            yield return $"Parts with a type that is not known were left as they came, and are not counted ({types}).";
        }

        if (!messages.Any(message => message.CompressibleTexts.Any()))
        {
            yield return "Nothing was compressed: no message has text of a user, a tool or a document.";
        }
    }

    private static bool IsUnknown(string? role) => role is not (null or "system" or "developer") && ChatMessages.KindOf(role) == TextKind.Instruction;

    /// <summary>The first few of names that a client has made up; null if there is none.</summary>
    private static string? Listed(IEnumerable<string> names)
    {
        const int Most = 5;
        const int Longest = 40;
        var first = names.Take(Most + 1).Select(name => name.Length > Longest ? name[..Longest] + "…" : name).ToArray();
        return first.Length == 0 ? null : string.Join(", ", first.Length > Most ? [.. first[..Most], "…"] : first);
    }
}
