using System.Globalization;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Json;
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

    /// <param name="body">As it came.</param>
    /// <param name="compressed">The same body with shorter texts.</param>
    /// <param name="counter">Counts as the LLM does.</param>
    /// <param name="tenant">Whose originals they are.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <returns>What is sent back, and the hashes of its markers.</returns>
    public async Task<MarkedBody> MarkAsync(
        ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> compressed, ITokenCounter counter, Tenant tenant, CancellationToken cancellation)
    {
        var before = ConversationReader.Read(body, ChatFormat.ChatCompletions).Texts;
        var after = ConversationReader.Read(compressed, ChatFormat.ChatCompletions).Texts;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changes = before.Zip(after).Where(pair => pair.First.Text != pair.Second.Text).Select(pair => ChangeOf(pair.First, pair.Second.Text, counter, seen)).ToArray();
        Original[] originals = [.. changes.Select(change => change.Original).OfType<Original>()];
        var isKept = originals.Length > 0 && await store.TryKeepAsync(tenant, originals, cancellation);

        var replacements = changes.Select(change => isKept ? change.Marked ?? change.Whole : change.Whole).OfType<JsonReplacement?>().Select(replacement => replacement!.Value).ToArray();
        var output = JsonSplice.Write(body.Span, replacements);
        return BodyGuard.Holds(body.Span, output.Span, replacements.Select(change => new Replacement { Start = change.Start, Length = change.Length, Json = change.Value }))
            ? new MarkedBody(output, isKept ? [.. originals.Select(original => original.Hash)] : [])
            : new MarkedBody(body, []);
    }

    /// <param name="seen">Texts before this one, which depend on nothing that comes later.</param>
    private static Change ChangeOf(PromptText text, string compressed, ITokenCounter counter, HashSet<string> seen)
    {
        var whole = MessageTags.Read(text.Text) is { } tagged ? TextPart.Content(text.Text, tagged.Parts) : text.Text;
        var change = new Change(ReplacementOf(text, whole), null, null);

        // What the model has asked for must reach it as it is, or it would ask again and again; and a marker must not be compressed.
        var isRetrieved = whole.Contains(RetrievedField, StringComparison.Ordinal) || whole.Contains(Marker, StringComparison.Ordinal);
        if (compressed == whole || isRetrieved || !seen.Add(whole))
        {
            return change;
        }

        var original = new Original(OriginalStore.HashOf(whole), whole, counter.Count(whole), WordsOf(whole), WordsOf(compressed));
        var marked = string.Create(CultureInfo.InvariantCulture, $"{compressed}\n[{original.Items} items compressed to {original.CompressedItems}. {Marker}{original.Hash}]");
        return counter.Count(marked) < original.Tokens && ReplacementOf(text, marked) is { } replacement
            ? change with { Marked = replacement, Original = original }
            : change;
    }

    /// <summary>Null if that would not be shorter.</summary>
    private static JsonReplacement? ReplacementOf(PromptText text, string content)
    {
        if (content.Length >= text.Text.Length)
        {
            return null;
        }

        var replacement = JsonReplacement.Of(text.Start, text.Length, content);
        return replacement.Value.Length < text.Length ? replacement : null;
    }

    private static int WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <param name="Whole">The text without its tags; null if it goes back as it came.</param>
    /// <param name="Marked">The text compressed and marked, if that is worth it.</param>
    /// <param name="Original">What has to be kept for that.</param>
    private sealed record Change(JsonReplacement? Whole, JsonReplacement? Marked, Original? Original);
}

/// <param name="Body">What is sent back.</param>
/// <param name="Hashes">Of its markers.</param>
internal sealed record MarkedBody(ReadOnlyMemory<byte> Body, IReadOnlyList<string> Hashes);
