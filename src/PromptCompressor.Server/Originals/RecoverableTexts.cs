using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Originals;

/// <summary>Keeps the originals of texts that have lost something, and puts their hashes into the marks. An original is kept before its mark is sent.</summary>
internal sealed class RecoverableTexts(IOriginalStore store)
{
    /// <summary>The field in which an original comes back, here and in Headroom's answers.</summary>
    private const string RetrievedField = "original_content";

    /// <summary>Whether a text must not be compressed: what a model has asked for must reach it as it is, or it would ask again and again; and a handle must not lose its hash.</summary>
    public static bool StaysWhole(string text) => text.Contains(RetrievedField, StringComparison.Ordinal) || text.Contains(OriginalMark.Handle, StringComparison.Ordinal);

    /// <summary>Keeps the original of a text of a chat.</summary>
    /// <param name="source">The original.</param>
    /// <param name="output">What is left of it.</param>
    /// <param name="blocks">What was done; null where all of it was prose.</param>
    /// <param name="wordsMark">See <see cref="OriginalMark.PlaceIn"/>.</param>
    /// <param name="counter">Counts as the LLM does.</param>
    /// <param name="tenant">The tenant that the original belongs to.</param>
    /// <param name="cancellation">The client left, or the time is over.</param>
    /// <returns>The text with the hash in its mark; null if the mark has no place or the original is not kept.</returns>
    public async Task<(string Text, string Hash)?> MarkAsync(
        string source, string output, IReadOnlyList<BlockOutcome>? blocks, Func<int, int, string> wordsMark, ITokenCounter counter, Tenant tenant, CancellationToken cancellation)
    {
        var hash = OriginalHash.Of(source);
        return OriginalMark.PlaceIn(source, output, blocks, hash, wordsMark) is { } place && await TryKeepAsync(hash, source, output, counter, tenant, cancellation)
            ? (output.Insert(place.At, place.Text), hash)
            : null;
    }

    /// <summary>Keeps the originals of a result's texts, each whether or not its mark has a place.</summary>
    /// <param name="request">What was compressed.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <returns>The result with hashes in its marks, which may have more tokens than were asked for, and the hash of each text whose original is kept.</returns>
    public async Task<(CompressionResult Result, string?[] Hashes)> MarkAsync(CompressionRequest request, CompressionResult result, CancellationToken cancellation)
    {
        var texts = result.Texts.ToArray();
        var hashes = new string?[texts.Length];
        await Task.WhenAll(texts.Select((text, i) => MarkAsync(i)));
        return texts.SequenceEqual(result.Texts) ? (result, hashes) : (result.With(texts, request), hashes);

        async Task MarkAsync(int i)
        {
            var text = result.Texts[i];
            var source = text.Source;

            // What has no slices is a reference's output, to the byte; what its tags alone have left is whole.
            if (text.Slices is null || text.Text == TextPart.Content(source, request.Parts?[i]) || !OriginalMark.IsNeeded(source, text.Text, text.Blocks))
            {
                return;
            }

            var hash = OriginalHash.Of(source);
            if (!await TryKeepAsync(hash, source, text.Text, request.Counter, request.Ticket.Tenant, cancellation))
            {
                return;
            }

            hashes[i] = hash;
            if (OriginalMark.PlaceIn(source, text.Text, text.Blocks, hash, OriginalMark.WordsLeftOut) is { } place)
            {
                texts[i] = text.Insert(place.At, place.Text);
            }
        }
    }

    private ValueTask<bool> TryKeepAsync(string hash, string source, string output, ITokenCounter counter, Tenant tenant, CancellationToken cancellation) => store.TryKeepAsync(
        tenant, new Original(hash, source, counter.Count(source), OriginalMark.WordsOf(source), OriginalMark.WordsOf(output)), cancellation);
}
