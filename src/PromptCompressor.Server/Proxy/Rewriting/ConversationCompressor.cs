using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Compresses the texts of a conversation. Knows nothing of HTTP.</summary>
/// <param name="services">Compressors and tokens.</param>
/// <param name="texts">Makes texts shorter.</param>
/// <param name="treated">What became of texts on earlier turns.</param>
/// <param name="limits">The limit of tokens.</param>
/// <param name="recoverable">Tells which texts stay whole because originals can be had back; null if that is off.</param>
internal sealed class ConversationCompressor(IRewriteServices services, TextCompression texts, TreatedTexts treated, IOptions<LimitsOptions> limits, RecoverableTexts? recoverable = null)
{
    /// <exception cref="Core.Errors.CompressionException">It cannot be compressed now.</exception>
    /// <exception cref="TimeoutException">Its time is over, as a whole.</exception>
    public async Task<RewrittenBody> RunAsync(RewriteRequest request, CancellationToken cancellation)
    {
        var conversation = request.Conversation;

        // :: Step 1: is there anything to compress, and anything to compress it with?
        if (conversation.Texts.Count == 0)
        {
            return AsItCame(request, OutcomeStatus.Skipped, RewriteReasons.NothingSelected);
        }

        if (!services.IsReady)
        {
            return AsItCame(request, OutcomeStatus.FailedOpen, RewriteReasons.NotReady);
        }

        // :: Step 2: bypass, before any text is tokenised. Tags that count are for the sidecar, so they go all the same.
        if (request.Planner.BypassReason(conversation, request.Tenant) is { } reason)
        {
            var withoutTags = conversation.Texts.Select(text => Replacement.Of(text, request.Planner.WithoutTags(text)));
            return BodySplice.Write(conversation.Body, withoutTags, new RewriteOutcome(OutcomeStatus.Bypassed, reason));
        }

        // :: Step 3: plan, which counts each text that may be compressed, up to the limit.
        var job = Plan(request, cancellation);

        // :: Step 4: embeddings, for an LLM that reads them.
        var isEmbedding = request.Embeddings?.IsFor(conversation, services.Soft) == true;
        if (isEmbedding && !request.Embeddings!.IsRefused && await EmbedInTimeAsync(job, cancellation) is { } embedded)
        {
            var rewritten = Decide(job, embedded);

            // A placeholder that is left stands where it cannot be changed, such as in the definition of a tool.
            if (rewritten.Outcome.Status != OutcomeStatus.Compressed || !EmbeddingParts.HavePlaceholder(rewritten.Body.Span, BodyGuard.Options))
            {
                return WithReason(rewritten, RewriteReasons.Embeddings);
            }
        }

        // :: Step 5: shorter texts, for every other one.
        // Not where the request is: a thread for large ones may be at work for long, and the time is over.
        var compressed = Decide(job, await texts.RunAsync(job, job.Plans, cancellation).ConfigureAwait(false));
        return isEmbedding
            ? WithReason(compressed, request.Embeddings!.IsRefused ? RewriteReasons.EmbeddingsRefused : RewriteReasons.EmbeddingsUnavailable)
            : compressed;
    }

    private static RewrittenBody AsItCame(RewriteRequest request, OutcomeStatus status, string reason) =>
        new(request.Conversation.Body, new RewriteOutcome(status, reason));

    private static RewrittenBody WithReason(RewrittenBody rewritten, string reason) => rewritten.Outcome.Status == OutcomeStatus.Compressed
        ? rewritten with { Outcome = rewritten.Outcome with { Reason = reason } }
        : rewritten;

    private RewriteJob Plan(RewriteRequest request, CancellationToken cancellation)
    {
        var counter = new CancellableCounter(services.CounterOf(request.Conversation.Model), cancellation);
        var ofTexts = treated.CounterOf(counter, request.Tenant);
        var plans = new List<TextPlan>();
        var tokens = 0L;
        var leftAlone = new List<string>();
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, (plan, reason)) in request.Conversation.Texts.Zip(request.Planner.Plan(request.Conversation, request.Tenant, request.Overrides, ofTexts)))
        {
            if (reason is not null && text.Kind != TextKind.Instruction)
            {
                leftAlone.Add(reason);
            }

            if (plan is null)
            {
                continue;
            }

            tokens = TokenLimit.Add(tokens, plan.Tokens, limits.Value.OriginTokens);

            // An original that was had back, or stands there a second time: that depends on nothing that comes later, so the prefix stays.
            plans.Add(recoverable is not null && (RecoverableTexts.StaysWhole(text.Text) || !before.Add(text.Text)) ? plan.Whole() : plan);
        }

        return new RewriteJob(request, counter, ofTexts, plans, leftAlone, new AdmissionTicket(request.Tenant) { Patience = request.Deadline?.Budget });
    }

    /// <summary>Embeddings are all or none: an upstream has either them or the text in its cache.</summary>
    private Task<Replacement[]?> EmbedInTimeAsync(RewriteJob job, CancellationToken cancellation) =>
        job.Request.Deadline is { } deadline ? deadline.WithinAsync(EmbedAsync(job, cancellation), cancellation) : EmbedAsync(job, cancellation);

    /// <summary>Texts as embeddings, and beside them as text what cannot be; null if none can be, or if there would be too many rows.</summary>
    private async Task<Replacement[]?> EmbedAsync(RewriteJob job, CancellationToken cancellation)
    {
        if (services.Soft is not { } model)
        {
            return null;
        }

        var embedded = job.Plans.Select(plan => EmbeddingPlan.Of(plan, model)).ToArray();
        if (embedded.Sum(plan => (long)(plan?.Rows ?? 0)) is var rows && (rows == 0 || rows > limits.Value.SoftRows))
        {
            return null;
        }

        var rest = job.Plans.Where((_, i) => embedded[i] is null).ToList();
        var embeddings = embedded.OfType<EmbeddingPlan>().ToArray();
        using var tickets = job.Ticket.Split(job.Plans.Where((_, i) => embedded[i] is not null).Select(plan => ExpectedWork.Of([plan.Text.Text])));
        var replacements = new List<Replacement>(await texts.RunAsync(job, rest, cancellation));
        for (var i = 0; i < embeddings.Length; i++)
        {
            replacements.Add(Replacement.Of(await tickets.RunAsync(i, ticket => embeddings[i].EmbedAsync(job.Counter, ticket, cancellation))));
        }

        var untouched = job.Request.Conversation.Texts.Except(job.Plans.Select(plan => plan.Text));
        replacements.AddRange(untouched.Where(text => text.Text.Contains(SpecialText.Placeholder, StringComparison.Ordinal)).Select(Replacement.OfNeutral));
        return [.. replacements.OrderBy(replacement => replacement.Start)];
    }

    private static RewrittenBody Decide(RewriteJob job, Replacement[] replacements)
    {
        var body = job.Request.Conversation.Body;
        var outcome = new RewriteOutcome(OutcomeStatus.Compressed)
        {
            OriginalTokens = replacements.Sum(replacement => replacement.OriginTokens),
            CompressedTokens = replacements.Sum(replacement => replacement.CompressedTokens),
            SavedCost = SavedCostOf(job, replacements),
            Skipped = replacements.Select(replacement => replacement.SkippedFor).OfType<string>().CountBy(reason => reason).ToDictionary(),
            LeftAlone = replacements.Where(replacement => replacement is { SkippedFor: null, Json: null }).Select(_ => RewriteReasons.NoGain).Concat(job.LeftAlone).CountBy(reason => reason).ToDictionary(),
        };
        if (job.Request.IsAudit)
        {
            return new RewrittenBody(body, outcome with { Status = OutcomeStatus.Skipped, Reason = RewriteReasons.Audit });
        }

        if (replacements.Length == 0)
        {
            return new RewrittenBody(body, outcome with { Status = OutcomeStatus.Skipped, Reason = RewriteReasons.NothingSelected, OriginalTokens = null, CompressedTokens = null });
        }

        if (outcome.Skipped.Count > 0 && (job.Request.MustCompress || replacements.All(replacement => replacement.SkippedFor is not null || replacement.Json is null)))
        {
            return BodySplice.Write(body, replacements, outcome with { Status = StatusOf(outcome), Reason = ReasonOf(outcome) });
        }

        return outcome.SavedCost < 0
            ? new RewrittenBody(body, outcome with { Status = OutcomeStatus.Skipped, Reason = RewriteReasons.Cost, CompressedTokens = outcome.OriginalTokens, SavedCost = 0 })
            : BodySplice.Write(body, replacements, outcome);
    }

    /// <summary>The outcome of a request of which no text is compressed, or not all that must be.</summary>
    private static OutcomeStatus StatusOf(RewriteOutcome outcome) => outcome.Skipped.Keys.All(reason => reason == RewriteReasons.RawBefore) ? OutcomeStatus.Skipped : OutcomeStatus.FailedOpen;

    private static string ReasonOf(RewriteOutcome outcome) => outcome.Skipped.Keys.FirstOrDefault(reason => reason != RewriteReasons.RawBefore) ?? RewriteReasons.RawBefore;

    private static double? SavedCostOf(RewriteJob job, Replacement[] replacements)
    {
        var conversation = job.Request.Conversation;
        if (job.Request.Planner.CostsOf(conversation.Model) is not { } costs)
        {
            return null;
        }

        var lastAnswer = conversation.Texts.LastOrDefault(text => text.Kind == TextKind.Assistant)?.Start ?? -1;
        var before = SizeOf(conversation.Texts, text => text.Start, text => text.CountTokens(job.TextCounter));
        var saved = SizeOf(replacements, text => text.Start, text => text.OriginTokens - text.CompressedTokens);
        return costs.Saves(before, new PromptSize(before.Old - saved.Old, before.New - saved.New));

        PromptSize SizeOf<T>(IReadOnlyList<T> items, Func<T, int> start, Func<T, long> tokens) => new(
            items.Where(item => start(item) <= lastAnswer).Sum(tokens),
            items.Where(item => start(item) > lastAnswer).Sum(tokens));
    }
}
