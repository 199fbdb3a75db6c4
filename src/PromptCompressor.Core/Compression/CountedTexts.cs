using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>The texts of a request as they are counted, and the tokens that may be left of them.</summary>
/// <param name="Contents">Each text without its tags.</param>
/// <param name="Joined">All of them, with what stands before and after.</param>
/// <param name="Tokens">Tokens of <paramref name="Joined"/>.</param>
/// <param name="FrameTokens">Tokens of what stands before and after alone: no rate makes them fewer.</param>
internal sealed record CountedTexts(string[] Contents, string Joined, int Tokens, int FrameTokens)
{
    public static CountedTexts Of(CompressionRequest request)
    {
        var contents = request.Contexts.Select((text, i) => TextPart.Content(text, request.Parts?[i])).ToArray();
        var joined = SelectionState.Join(contents, request.Before, request.After);
        var frame = SelectionState.Join([], request.Before, request.After);
        return new CountedTexts(contents, joined, request.Counter.Count(joined), request.Counter.Count(frame));
    }

    /// <summary>Tokens of the output at most, if nothing of the texts must stay; null where only the floor of probability decides.</summary>
    /// <param name="request">Has the rate or target.</param>
    /// <param name="own">What the parts with a rate of their own come to.</param>
    public int? BudgetOf(CompressionRequest request, TaggedPartsTotals own = default) =>
        request is { TargetTokens: null, Rate: null } ? null
        : new TokenBudget(request.TargetTokens, request.Rate, Tokens - own.OriginTokens + own.Tokens).Of(FrameTokens + own.Tokens);

    /// <summary>Why the texts come back as they are, read or not; null where words are chosen.</summary>
    public SkipReason? SkipOf(CompressionRequest request) =>
        request is not { MinProbability: <= 0, Parts: null, ContextFilter: null } ? null
        : BudgetOf(request) >= Tokens ? SkipReason.WithinBudget
        : request is { TargetTokens: null, Rate: not null } && Tokens - FrameTokens <= request.SmallTokens ? SkipReason.TooSmall
        : null;
}
