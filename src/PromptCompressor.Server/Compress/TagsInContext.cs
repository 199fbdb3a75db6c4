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
    public static Resolved<IReadOnlyList<IReadOnlyList<TextPart>?>> Resolve(CompressRequest request)
    {
        if (request is not { Context: { } contexts, UseTags: not false, Mode: null or CompressRequest.NativeMode })
        {
            return new(null, []);
        }

        var all = new IReadOnlyList<TextPart>?[contexts.Count];
        var errors = new List<FieldError>();
        for (var i = 0; i < all.Length; i++)
        {
            if (LlmlinguaTags.Read(contexts[i], out all[i]) is { } error)
            {
                errors.Add(new FieldError(all.Length == 1 ? "context" : $"context[{i}]", $"{error} With use_tags: false tags are text."));
            }
        }

        return new(Array.TrueForAll(all, parts => parts is null) ? null : all, errors);
    }
}
