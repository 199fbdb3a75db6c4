using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>Decides whether a conversation is compressed, which of its texts, and how far. Looks at each text by itself.</summary>
/// <param name="policy">What the operator says.</param>
/// <param name="holdOut">Share of conversations that are left alone.</param>
internal sealed class Planner(PolicyOptions policy, double holdOut = 0)
{
    private static readonly SizeRange Untouched = new() { Rate = 1 };

    /// <summary>Whether texts are compressed by what they are.</summary>
    public bool IsByContent => policy.Content == ContentReading.Auto;

    /// <summary>Why a conversation is left alone but for its tags; null if it is not. Counts no token.</summary>
    public string? BypassReason(Conversation conversation, Tenant tenant) =>
        policy.ExemptModels.Any(name => ModelPattern.Match(name, conversation.Model)) ? RewriteReasons.ModelExempt
        : policy.ExemptKeys.Contains(tenant.Name, StringComparer.Ordinal) ? RewriteReasons.KeyExempt
        : HoldOut.Has(conversation, holdOut) ? RewriteReasons.HoldOut
        : null;

    /// <summary>Whether a text may be compressed, as far as that is known before its tokens are counted.</summary>
    public bool MaySelect(PromptText text, Tenant tenant) =>
        policy.RangesOf(text.Kind, tenant.Name) is [{ MinTokens: var least }, ..] && MayHave(text, least) && KnownTools.TreatmentOf(text.Tool, policy) != ToolTreatment.AsItCame;

    /// <summary>What a text says besides its tags, where these count.</summary>
    public string WithoutTags(PromptText text) => TextPart.Content(text.Text, TagsOf(text));

    /// <summary>Null if the LLM has no price.</summary>
    public CostModel? CostsOf(string model) => policy.Prices.FirstOrDefault(price => ModelPattern.Match(price.Model, model)) is { } price
        ? new CostModel(price, isStable: policy is { KeepLast: 0, Question: not QuestionSource.Last })
        : null;

    /// <returns>All texts in order. A text is counted when the enumeration comes to it, so a caller that stops early counts no more.</returns>
    public IEnumerable<PlannedText> Plan(Conversation conversation, Tenant tenant, RequestOverrides overrides, ITokenCounter counter)
    {
        var keepFrom = conversation.Messages - Math.Max(policy.KeepLast, overrides.KeepLast);
        var ranges = Enum.GetValues<TextKind>().ToDictionary(kind => kind, kind => policy.RangesOf(kind, tenant.Name));
        for (var i = 0; i < conversation.Texts.Count; i++)
        {
            var text = conversation.Texts[i];
            var treatment = KnownTools.TreatmentOf(text.Tool, policy);
            var reason =
                ranges[text.Kind].Count == 0 ? RewriteReasons.Kinds
                : text.Message < overrides.Frozen && text.Message >= 0 ? RewriteReasons.Frozen
                : text.Message >= keepFrom ? RewriteReasons.KeepLast
                : i < conversation.Marked && !policy.CompressMarked ? RewriteReasons.Marked
                : treatment == ToolTreatment.AsItCame ? RewriteReasons.Tool
                : null;
            var planned = PlanOf(text, reason, ranges[text.Kind], overrides, counter);
            yield return planned.Plan is { } plan && treatment == ToolTreatment.NoWords ? planned with { Plan = plan with { KeepsWords = true } } : planned;
        }
    }

    /// <summary>What the user wants to know, or null.</summary>
    public string? QuestionOf(Conversation conversation)
    {
        var texts = conversation.Texts.Where(text => text.Kind == TextKind.User);
        return policy.Question switch
        {
            QuestionSource.First => texts.FirstOrDefault()?.Text,
            QuestionSource.Last => texts.LastOrDefault()?.Text,
            _ => null,
        };
    }

    /// <param name="text">A text.</param>
    /// <param name="reason">Why it is left alone whatever its size is; null if it is not.</param>
    /// <param name="ranges">How far it is compressed, by its size; with a reason, any.</param>
    /// <param name="overrides">What the request asks for.</param>
    /// <param name="counter">Counts its tokens.</param>
    private PlannedText PlanOf(PromptText text, string? reason, IReadOnlyList<SizeRange> ranges, RequestOverrides overrides, ITokenCounter counter)
    {
        var tags = TagsOf(text);

        reason ??= MayHave(text, Math.Max(ranges[0].MinTokens, overrides.MinTokens)) ? null : RewriteReasons.Small;
        if (tags is null && reason is not null)
        {
            return new PlannedText(null, reason);
        }

        var tokens = text.CountTokens(counter);
        var range = ranges.LastOrDefault(range => range.MinTokens <= tokens);
        reason ??=
            tokens < overrides.MinTokens || range is null ? RewriteReasons.Small
            : text.IsError && tokens <= policy.ErrorTokens ? RewriteReasons.Error
            : null;
        if (reason is not null)
        {
            // Tags never ask for more than the policy: where it compresses nothing, they only go.
            return new PlannedText(tags is null ? null : Make(text, [.. tags.Select(part => part with { Rate = 1 })], Untouched, tokens, overrides), reason);
        }

        var edges = EdgesOf(text, counter);
        return new PlannedText(Make(text, tags is null ? edges : [.. Merge(tags, edges, RateOf(range!, tokens))], range!, tokens, overrides), null);
    }

    /// <summary>Whether a text may have so many tokens: one is a byte at least, and a UTF-16 unit three bytes at most.</summary>
    private static bool MayHave(PromptText text, int tokens) => text.Text.Length * 3L >= tokens;

    /// <summary>Only in what the caller has written, and only where the operator says so: a document or a result of a tool may be anybody's words, and so may what a model says of them.</summary>
    private IReadOnlyList<TextPart>? TagsOf(PromptText text) => policy.Tags && text.Kind is TextKind.User or TextKind.Instruction ? MessageTags.Read(text.Text) : null;

    /// <summary>The share that the policy keeps of a text.</summary>
    private static double RateOf(SizeRange range, int tokens) => range.Rate ?? Math.Min(1, (double)range.TargetTokens!.Value / tokens);

    /// <summary>What tags leave, at no lower rate than the policy's, and whole where it stands in an edge.</summary>
    /// <param name="tags">All of a text but its tags.</param>
    /// <param name="edges">All of the text; null if it has no edges.</param>
    /// <param name="least">The policy's rate.</param>
    private static IEnumerable<TextPart> Merge(IReadOnlyList<TextPart> tags, IReadOnlyList<TextPart>? edges, double least)
    {
        foreach (var part in tags.Select(part => part.Rate is { } rate ? part with { Rate = Math.Max(rate, least) } : part))
        {
            foreach (var edge in edges ?? [part])
            {
                var span = new TextSpan(Math.Max(part.Span.Start, edge.Span.Start), Math.Min(part.Span.End, edge.Span.End));
                if (span.Start < span.End)
                {
                    yield return new TextPart(span, edge.IsWhole ? 1 : part.Rate);
                }
            }
        }
    }

    /// <summary>The first line of a log or the last brace of JSON is no instruction: it belongs to its block.</summary>
    private IReadOnlyList<TextPart>? EdgesOf(PromptText text, ITokenCounter counter)
    {
        if (text.Kind != TextKind.User)
        {
            return null;
        }

        var blocks = IsByContent ? ContentDetector.Blocks(text.Text) : [];
        return ShortEdgeLines.Parts(text.Text, policy.EdgeTokens, counter, blocks is not [{ Kind: var first }, ..] || IsSaid(first), blocks is not [.., { Kind: var last }] || IsSaid(last));

        static bool IsSaid(ContentKind kind) => kind.IsProse() || kind == ContentKind.Unknown;
    }

    private TextPlan Make(PromptText text, IReadOnlyList<TextPart>? parts, SizeRange range, int tokens, RequestOverrides overrides) => new(
        text,
        tokens,
        parts?.Select(part => part.Rate is { } rate ? part with { Rate = Math.Max(rate, overrides.Rate) } : part).ToList(),
        range.Rate is { } rate ? Math.Max(rate, overrides.Rate) : null,
        range.TargetTokens is { } target ? Math.Max(target, (int)Math.Ceiling(overrides.Rate * tokens)) : null)
    {
        MinSaving = policy.MinSaving,
    };
}

/// <param name="Plan">What is to be done with a text; null if nothing is.</param>
/// <param name="Reason">Why it is not compressed, one of <see cref="RewriteReasons"/>; null if it is.</param>
internal readonly record struct PlannedText(TextPlan? Plan, string? Reason);

/// <summary>What is to be done with a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens, tags counted in.</param>
/// <param name="Parts">Its parts, where tags or edges are treated apart; null for the text as a whole.</param>
/// <param name="Rate">Share of tokens to keep of parts that have no rate; null with a target.</param>
/// <param name="TargetTokens">Tokens to keep.</param>
internal sealed record TextPlan(PromptText Text, int Tokens, IReadOnlyList<TextPart>? Parts, double? Rate, int? TargetTokens)
{
    /// <summary>Share of its tokens that it must lose at least, else it goes on as it came.</summary>
    public double MinSaving { get; init; }

    /// <summary>Whether its structure may shrink and its prose may not.</summary>
    public bool KeepsWords { get; init; }

    /// <summary>The same text with nothing left out but tags.</summary>
    public TextPlan Whole() => this with { Rate = 1, TargetTokens = null, Parts = Parts?.Select(part => part with { Rate = 1 }).ToList() };

    /// <summary>Nothing is left out but tags.</summary>
    public bool IsWhole => Rate >= 1 && Parts?.All(part => part.Rate is null or >= 1) != false;
}
