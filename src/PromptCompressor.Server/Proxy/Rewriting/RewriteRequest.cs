using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>A conversation to rewrite, and by which rules.</summary>
internal sealed record RewriteRequest
{
    public required Conversation Conversation { get; init; }

    public required Planner Planner { get; init; }

    public required RequestOverrides Overrides { get; init; }

    public required Tenant Tenant { get; init; }

    /// <summary>Whether the result is only reported: the body goes on as it came.</summary>
    public bool IsAudit { get; init; }

    /// <summary>Until when its texts may be compressed; null: all of them are, or none.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>Whether it is refused if any of its texts cannot be compressed.</summary>
    public bool MustCompress { get; init; }

    /// <summary>Whether the upstream only counts its tokens: the conversation does not go on with it.</summary>
    public bool OnlyCounts { get; init; }

    /// <summary>Whether a text goes on as it came if it would lose something and its original is not kept.</summary>
    public bool MustBeRecoverable { get; init; }

    /// <summary>What the line says that stands for words, where originals are kept: given the words before and those afterwards.</summary>
    public Func<int, int, string> WordsMark { get; init; } = OriginalMark.WordsLeftOut;

    /// <summary>Null where nothing goes as embeddings.</summary>
    public EmbeddingRoute? Embeddings { get; init; }
}

/// <param name="Body">What goes on.</param>
/// <param name="Outcome">What was done.</param>
internal sealed record RewrittenBody(ReadOnlyMemory<byte> Body, RewriteOutcome Outcome)
{
    /// <summary>In what <see cref="Body"/> differs from the body that came, in order.</summary>
    public IReadOnlyList<Replacement> Replacements { get; init; } = [];
}
