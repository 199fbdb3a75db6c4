using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Explain;

namespace PromptCompressor.Server.Soft;

/// <summary>The rows of a request's texts, not yet in any form.</summary>
/// <param name="Model">What made them.</param>
/// <param name="Segments">What they stand for, in their order.</param>
/// <param name="Embeddings">The rows.</param>
/// <param name="Timings">How long it took.</param>
internal sealed record SoftRows(SoftModel Model, IReadOnlyList<SoftSegment> Segments, SoftEmbeddings Embeddings, SoftTimings Timings)
{
    public int OriginTokens => Segments.Sum(segment => segment.Ids.Length);

    public CacheUsed Cache => new() { Segments = Embeddings.Cache.Segments, Hits = Embeddings.Cache.Hits, Misses = Embeddings.Cache.Misses };

    public SoftModelUsed ModelUsed => new() { Id = Model.Id, Revision = Model.Revision, Sha256 = Model.Sha256, Generator = Model.Generator };

    /// <summary>Which text became which rows.</summary>
    public IReadOnlyList<SoftSegmentResponse> Map()
    {
        var map = new List<SoftSegmentResponse>(Segments.Count);
        var row = 0;
        for (var i = 0; i < Segments.Count; i++)
        {
            var segment = Segments[i];
            var rows = Model.RowsOf(segment);
            map.Add(new SoftSegmentResponse
            {
                Text = segment.Text,
                Start = segment.Span.Start,
                End = segment.Span.End,
                Row = row,
                Rows = rows,
                Tokens = segment.Ids.Length,
                Exact = segment.IsExact,
                Source = ExplainWireNames.Of(Embeddings.Origins[i]),
            });
            row += rows;
        }

        return map;
    }
}
