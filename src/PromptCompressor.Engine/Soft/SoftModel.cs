using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Telemetry;
using PromptCompressor.Engine.Tokenization.Bpe;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// Soft compression as in CompLLM (arXiv 2509.19228): a text is cut into short segments, and each becomes half as many rows of the
/// generator's input space, by itself. So cost grows with the length, and a segment's rows are good for every text it stands in.
/// </summary>
public sealed class SoftModel
{
    private readonly OnnxSegmentCompressor _compressor;
    private readonly CompressionInstruments _instruments;
    private readonly SoftSegmenter _segmenter;
    private readonly ByteLevelBpeTokenizer _tokenizer;
    private readonly TokenEmbeddings? _table;
    private readonly CachedSegments<SoftSegment, EmbeddingMatrix> _segments;

    internal SoftModel(
        SoftModelFolder folder,
        ByteLevelBpeTokenizer tokenizer,
        OnnxSegmentCompressor compressor,
        TokenEmbeddings? table,
        InferenceWorkers workers,
        ISegmentCache cache,
        CompressionInstruments instruments)
    {
        var manifest = folder.Manifest;
        Id = manifest.Id;
        Sha256 = folder.Identity;
        Revision = manifest.Revision;
        Licence = manifest.Licence;
        Generator = manifest.BaseModel;
        HiddenSize = manifest.GeneratorHiddenSize;
        SegmentTokens = manifest.SegmentTokens;
        Rate = manifest.Rate;
        _tokenizer = tokenizer;
        _compressor = compressor;
        _instruments = instruments;
        _segmenter = new SoftSegmenter(tokenizer, SegmentTokens);
        _table = table;
        Chat = manifest.Chat is { } chat ? ChatFrame.Of(folder, chat, tokenizer) : null;

        // The revision is part of the name, so that the rows of another one are not taken for this one's.
        var model = new SoftSegmentModel(new ModelIdentity($"{Id}/{Revision}", Sha256), compressor, workers, RowsOf);
        _segments = new CachedSegments<SoftSegment, EmbeddingMatrix>(model, cache);
    }

    /// <summary>The name requests use.</summary>
    public string Id { get; }

    /// <summary>Over graph and tokenizer: the same hash, the same rows on the same kind of machine.</summary>
    public string Sha256 { get; }

    public string Revision { get; }

    public string Licence { get; }

    /// <summary>The model whose input space the rows are in; no other can read them.</summary>
    public string Generator { get; }

    /// <summary>Numbers in a row.</summary>
    public int HiddenSize { get; }

    /// <summary>Most tokens of a segment.</summary>
    public int SegmentTokens { get; }

    /// <summary>Tokens that become one row.</summary>
    public int Rate { get; }

    /// <summary>How the generator frames a conversation; null if that is not known.</summary>
    public ChatFrame? Chat { get; }

    /// <summary>Whether single tokens can be embedded, which exact segments and whole prompts need.</summary>
    public bool EmbedsTokens => _table is not null;

    /// <summary>Names that the generator's tokenizer takes for tokens of their own when a server tokenises text.</summary>
    public IEnumerable<string> SpecialTokens => _tokenizer.SpecialTokens.Keys;

    /// <summary>What the cache has saved.</summary>
    public CacheSavings Reuse => _segments.Reuse;

    /// <summary>Cuts texts into segments. Linear in the text, no model is run.</summary>
    /// <param name="texts">Any UTF-16.</param>
    /// <param name="exact">A segment in which one of these finds something stays exact; needs <see cref="EmbedsTokens"/>.</param>
    public IReadOnlyList<SoftSegment> Split(IReadOnlyList<string> texts, IReadOnlyList<IProtectionRule> exact) =>
        [.. texts.SelectMany((text, i) => _segmenter.Split(i, text, exact))];

    /// <summary>Rows that a segment becomes.</summary>
    public int RowsOf(SoftSegment segment) => segment.IsExact ? segment.Ids.Length : (segment.Ids.Length + Rate - 1) / Rate;

    /// <summary>The rows of segments.</summary>
    /// <param name="segments">What <see cref="Split"/> gave.</param>
    /// <param name="ticket">The request that they are a part of: all of its parts are let in or refused together, and its tenant's cached rows are used.</param>
    /// <param name="timings">Receives how long it took.</param>
    /// <param name="cancellation">Stops it within milliseconds; what is computed by then stays in the cache.</param>
    /// <exception cref="CompressionException">The model failed.</exception>
    public Task<SoftEmbeddings> EmbedAsync(IReadOnlyList<SoftSegment> segments, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation) =>
        _instruments.MeasureAsync(
            CompressorNames.Soft,
            Id,
            () => EmbedSegmentsAsync(segments, ticket, timings, cancellation),
            rows => new CompressionMeasurement(CompressionMeasurement.Compressed, segments.Sum(segment => segment.Ids.Length), rows.Matrix.Rows, rows.Cache, timings));

    private async Task<SoftEmbeddings> EmbedSegmentsAsync(IReadOnlyList<SoftSegment> segments, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation)
    {
        var compressed = segments.Where(segment => !segment.IsExact).ToArray();
        var (values, use, origins) = await _segments.GetAsync(compressed, new SegmentRequest(ticket, timings), cancellation);
        var next = 0;
        return new SoftEmbeddings(
            Join(segments, values), use, [.. segments.Select(segment => segment.IsExact ? ValueSource.NotNeeded : origins[next++])]);
    }

    /// <summary>The rows of text that is not compressed, as they are for the generator itself.</summary>
    /// <param name="ids">Token ids.</param>
    public EmbeddingMatrix EmbedTokens(IReadOnlyList<int> ids)
    {
        var bytes = new byte[ids.Count * RowBytes];
        for (var i = 0; i < ids.Count; i++)
        {
            _table!.Write(ids[i], bytes.AsSpan(i * RowBytes));
        }

        return new EmbeddingMatrix(ids.Count, HiddenSize, EmbeddingType.Bf16, bytes);
    }

    /// <summary>Puts rows one after the other.</summary>
    public EmbeddingMatrix Concat(params IReadOnlyList<EmbeddingMatrix> parts)
    {
        var bytes = new byte[parts.Sum(part => part.Bytes.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Bytes.CopyTo(bytes.AsMemory(at));
            at += part.Bytes.Length;
        }

        return new EmbeddingMatrix(parts.Sum(part => part.Rows), HiddenSize, EmbeddingType.Bf16, bytes);
    }

    /// <summary>Runs the graph once, past the cache.</summary>
    internal void WarmUp(string text) => _compressor.Run([.. Split([text], []).Select(segment => segment.Ids)], CancellationToken.None);

    private int RowBytes => HiddenSize * sizeof(ushort);

    private EmbeddingMatrix Join(IReadOnlyList<SoftSegment> segments, EmbeddingMatrix[] compressed)
    {
        var rows = segments.Sum(RowsOf);
        var bytes = GC.AllocateUninitializedArray<byte>(rows * RowBytes);
        var (at, next) = (0, 0);
        foreach (var segment in segments)
        {
            if (!segment.IsExact)
            {
                compressed[next++].Bytes.CopyTo(bytes.AsMemory(at));
                at += RowsOf(segment) * RowBytes;
                continue;
            }

            foreach (var id in segment.Ids.Span)
            {
                _table!.Write(id, bytes.AsSpan(at));
                at += RowBytes;
            }
        }

        return new EmbeddingMatrix(rows, HiddenSize, EmbeddingType.Bf16, bytes);
    }
}

/// <param name="Matrix">Rows of all segments, in their order, in bfloat16.</param>
/// <param name="Cache">What the cache saved; segments that are exact need none and are not counted.</param>
/// <param name="Origins">Where the rows of each segment came from; those that are exact need no model.</param>
public sealed record SoftEmbeddings(EmbeddingMatrix Matrix, CacheUsage Cache, IReadOnlyList<ValueSource> Origins);
