using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Texts to compress together, under one budget. Complete when it is made, and its values are taken as checked. What is said here of
/// words holds for kinds that choose words; a kind with parameters of its own derives from it.
/// </summary>
public record CompressionRequest
{
    /// <summary>The ticket of the request that it is a part of.</summary>
    public AdmissionTicket Ticket { get; init; } = new(Tenant.Default);

    public required IReadOnlyList<string> Contexts { get; init; }

    /// <summary>The parts of each context, null for one without tags (see <see cref="LlmlinguaTags"/>). Null: no context has tags.</summary>
    public IReadOnlyList<IReadOnlyList<TextPart>?>? Parts { get; init; }

    /// <summary>Share of the tokens that may be dropped to keep, above 0 and at most 1; what always stays comes on top. Null with <see cref="TargetTokens"/> null too: only <see cref="MinProbability"/> decides.</summary>
    public double? Rate { get; init; }

    /// <summary>
    /// Tokens of the output at most; wins over <see cref="Rate"/>. Where what always stays is over it, a tenth of the rest stays and
    /// <see cref="CompressionResult.BudgetMissed"/> tells.
    /// </summary>
    public int? TargetTokens { get; init; }

    /// <summary>
    /// Where <see cref="Rate"/> is the budget, texts that have no more tokens than this together come back as they were: of a few words none can be spared.
    /// 0: every text is compressed.
    /// </summary>
    public int SmallTokens { get; init; }

    /// <summary>Words less probable are dropped even where there is room, 0..1.</summary>
    public double MinProbability { get; init; }

    public required ITokenCounter Counter { get; init; }

    /// <summary>What the reader wants to know: sentences that have to do with it keep more. Null, or one without a word, changes nothing.</summary>
    public string? Question { get; init; }

    /// <summary>Stands before the texts in the output as it is, such as an instruction; counted, but not part of what <see cref="Rate"/> is a share of.</summary>
    public string? Before { get; init; }

    /// <summary>Stands after the texts in the same way, such as a question.</summary>
    public string? After { get; init; }

    /// <summary>Drops whole contexts first. Null: none is.</summary>
    public ContextFilter? ContextFilter { get; init; }

    /// <summary>Whether the model computes and caches what it has been given of the texts even after the caller has left, when nothing else waits, for the next request.</summary>
    public bool FinishWhenCancelled { get; init; }

    /// <summary>How text that is more than prose is treated.</summary>
    public ContentRules Content { get; init; } = ContentRules.Default;

    /// <summary>What must stay whole.</summary>
    public IReadOnlyList<IProtectionRule> Protect { get; init; } = [];

    /// <summary>Strings whose every occurrence stays; marks inside a protected number, address or table row are part of it.</summary>
    public IReadOnlyList<string> ForceTokens { get; init; } = [];

    /// <summary>Every word with a digit stays.</summary>
    public bool ForceReserveDigit { get; init; }

    /// <summary>Whether only the first of equal force tokens in a row is kept.</summary>
    public bool DropConsecutive { get; init; }

    /// <summary>Words and segments are accounted for: everything is scored, even where the text is within the budget.</summary>
    public bool Explain { get; init; }

    /// <summary>Receives finished segments, from several threads.</summary>
    public IProgress<ScoringProgress>? Progress { get; init; }
}
