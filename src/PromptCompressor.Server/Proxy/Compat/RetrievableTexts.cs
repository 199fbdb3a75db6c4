using System.Globalization;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>
/// Ends compressed texts with the marker that Headroom's clients look for. A text whose original is not kept is not compressed, and neither is one
/// that would not be shorter with its marker.
/// </summary>
internal sealed class RetrievableTexts(OriginalStore store)
{
    private const string Marker = "Retrieve more: hash=";

    /// <summary>The field that Headroom's clients show the model with an original.</summary>
    private const string RetrievedField = "original_content";

    /// <param name="conversation">The conversation as it came.</param>
    /// <param name="compressed">Its texts that are shorter, in order.</param>
    /// <param name="counter">Counts as the LLM does.</param>
    /// <param name="tenant">The tenant that the originals belong to.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <returns>What they become in the answer, and the hashes of their markers.</returns>
    public async Task<MarkedTexts> MarkAsync(
        Conversation conversation, IReadOnlyList<Replacement> compressed, ITokenCounter counter, Tenant tenant, CancellationToken cancellation)
    {
        var texts = conversation.Texts.ToDictionary(text => text.Start);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changes = compressed.Select(replacement => ChangeOf(texts[replacement.Start], replacement, counter, seen)).ToArray();
        Original[] originals = [.. changes.Select(change => change.Original).OfType<Original>()];
        var isKept = originals.Length > 0 && await store.TryKeepAsync(tenant, originals, cancellation);

        var marked = changes.Select(change => isKept ? change.Marked ?? change.Whole : change.Whole);
        var written = BodySplice.Write(conversation.Body, marked, new RewriteOutcome(OutcomeStatus.Compressed));
        return written.Outcome.Status != OutcomeStatus.FailedOpen && isKept
            ? new MarkedTexts(written.Replacements, [.. originals.Select(original => original.Hash)])
            : new MarkedTexts(written.Replacements, []);
    }

    /// <param name="seen">Texts before this one, which depend on nothing that comes later.</param>
    private static Change ChangeOf(PromptText text, Replacement replacement, ITokenCounter counter, HashSet<string> seen)
    {
        var (compressed, blocks) = (replacement.Text!, replacement.Blocks);
        var whole = text.Text;
        var change = new Change(Replacement.Of(text, whole), null, null);

        // What the model has asked for must reach it as it is, or it would ask again and again; and a marker must not be compressed.
        var isRetrieved = whole.Contains(RetrievedField, StringComparison.Ordinal) || whole.Contains(Marker, StringComparison.Ordinal);
        if (compressed == whole || isRetrieved || !seen.Add(whole))
        {
            return change;
        }

        var tokens = text.CountTokens(counter);
        var original = new Original(OriginalStore.HashOf(whole), whole, tokens, WordsOf(whole), WordsOf(compressed));
        var content = string.Create(CultureInfo.InvariantCulture, $"{compressed}\n[{original.Items} items compressed to {original.CompressedItems}. {Marker}{original.Hash}]");
        var markedTokens = counter.Count(content);
        return markedTokens < original.Tokens && Replacement.Of(text, content) is { Json: not null } marked
            ? change with { Marked = marked with { Blocks = blocks, OriginTokens = tokens, CompressedTokens = markedTokens }, Original = original }
            : change;
    }

    private static int WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <param name="Whole">The text as it came.</param>
    /// <param name="Marked">The text compressed and marked, if that is worth it.</param>
    /// <param name="Original">What has to be kept for that.</param>
    private sealed record Change(Replacement Whole, Replacement? Marked, Original? Original);
}

/// <param name="Replacements">What is sent back in place of texts, in order.</param>
/// <param name="Hashes">The hashes of their markers.</param>
internal sealed record MarkedTexts(IReadOnlyList<Replacement> Replacements, IReadOnlyList<string> Hashes);
