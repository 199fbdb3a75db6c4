using PromptCompressor.Core.Text;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>
/// The tags in a request's <c>context</c>. In <c>messages</c> there are none: what users and tools write must not be able to
/// exempt itself from compression, or to fail a conversation.
/// </summary>
internal static class TagsInContext
{
    /// <returns>The parts of each context; null if none has a tag.</returns>
    public static IReadOnlyList<IReadOnlyList<TextPart>?>? Read(CompressRequest request, FieldErrors errors)
    {
        if (request is { UseTags: true, Messages: not null })
        {
            errors.Add("use_tags", "is for context only: in messages tags are text like any other.");
        }

        if (request is not { Context: { } contexts, UseTags: not false, Mode: null or RequestChecks.NativeMode })
        {
            return null;
        }

        var all = new IReadOnlyList<TextPart>?[contexts.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (LlmlinguaTags.Read(contexts[i], out all[i]) is { } error)
            {
                errors.Add(all.Length == 1 ? "context" : $"context[{i}]", $"{error} With use_tags: false tags are text.");
            }
        }

        return Array.TrueForAll(all, parts => parts is null) ? null : all;
    }
}
