using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Makes of a body the body that goes on. Knows nothing of HTTP.</summary>
/// <param name="tools">Throws as long as there are none.</param>
internal sealed class ConversationCompressor(
    Func<CompressionTools> tools, IOptions<ProxyOptions> options, IOptions<PolicyOptions> policy, IOptions<LimitsOptions> limits)
{
    private readonly Planner _planner = new(policy.Value);

    /// <exception cref="System.Text.Json.JsonException">The body is no JSON.</exception>
    /// <exception cref="Core.Errors.CompressionException">It cannot be compressed now.</exception>
    public async Task<RewrittenBody> RunAsync(
        ReadOnlyMemory<byte> body, ChatFormat format, RequestOverrides overrides, Tenant tenant, CancellationToken cancellation, EmbeddingRoute? embeddings = null)
    {
        var conversation = ConversationReader.Read(body, format);
        if (conversation.Texts.Count == 0)
        {
            return new RewrittenBody(body, new Outcome(OutcomeStatus.Skipped, Reasons.NothingSelected));
        }

        var use = tools();
        var counter = use.Counters.Find(conversation.Model) ?? use.Counters.Find(CompressPlanner.DefaultTokenizer)!;
        var plans = _planner.Plan(conversation, overrides, counter);
        if (BypassReason(conversation, tenant) is { } bypass)
        {
            var stripped = Planner.WithoutCompression(plans).Select(plan => Replacement.Of(plan.Text, TextPart.Content(plan.Text.Text, plan.Parts)));
            return Splice(body, stripped, new Outcome(OutcomeStatus.Bypassed, bypass));
        }

        TokenLimit.Check([.. plans.Select(plan => plan.Text.Text)], counter, limits.Value.OriginTokens);
        var isEmbedding = embeddings?.IsFor(format, conversation.Model, use.Soft) == true;
        if (isEmbedding && !embeddings!.IsRefused && await EmbedAsync(plans, conversation, use, counter, tenant, cancellation) is { } embedded)
        {
            var rewritten = Decide(body, conversation, embedded, overrides, counter);

            // A placeholder that is left stands where it cannot be changed, such as in the definition of a tool.
            if (rewritten.Outcome.Status != OutcomeStatus.Compressed || !EmbeddingParts.HavePlaceholder(rewritten.Body.Span, BodyGuard.Options))
            {
                return WithReason(rewritten, Reasons.Embeddings);
            }
        }

        var replacements = await CompressAsync(plans, conversation, use, counter, tenant, cancellation);
        var text = Decide(body, conversation, replacements, overrides, counter);
        return isEmbedding ? WithReason(text, embeddings!.IsRefused ? Reasons.EmbeddingsRefused : Reasons.EmbeddingsUnavailable) : text;
    }

    private static RewrittenBody WithReason(RewrittenBody rewritten, string reason) => rewritten.Outcome.Status == OutcomeStatus.Compressed
        ? rewritten with { Outcome = rewritten.Outcome with { Reason = reason } }
        : rewritten;

    /// <summary>Texts as embeddings, and beside them as text what cannot be; null if none can be, or if there would be too many rows.</summary>
    private async Task<Replacement[]?> EmbedAsync(
        List<TextPlan> plans, Conversation conversation, CompressionTools use, ITokenCounter counter, Tenant tenant, CancellationToken cancellation)
    {
        if (use.Soft is not { } model)
        {
            return null;
        }

        var embedded = plans.Select(plan => EmbeddingPlan.Of(plan, model)).ToArray();
        if (embedded.Sum(plan => (long)(plan?.Rows ?? 0)) is var rows && (rows == 0 || rows > limits.Value.SoftRows))
        {
            return null;
        }

        var rest = plans.Where((_, i) => embedded[i] is null).ToList();
        var replacements = new List<Replacement>(await CompressAsync(rest, conversation, use, counter, tenant, cancellation));
        foreach (var plan in embedded.OfType<EmbeddingPlan>())
        {
            replacements.Add(await plan.EmbedAsync(counter, tenant, cancellation));
        }

        var untouched = conversation.Texts.Except(plans.Select(plan => plan.Text), ReferenceEqualityComparer.Instance).Cast<PromptText>();
        replacements.AddRange(untouched.Where(text => text.Text.Contains(SpecialText.Placeholder, StringComparison.Ordinal)).Select(Replacement.OfNeutral));
        return [.. replacements.OrderBy(replacement => replacement.Start)];
    }

    private string? BypassReason(Conversation conversation, Tenant tenant) =>
        _planner.IsExemptModel(conversation.Model) ? Reasons.ModelExempt
        : _planner.IsExemptKey(tenant) ? Reasons.KeyExempt
        : HoldOut.Has(conversation, options.Value.HoldOut) ? Reasons.HoldOut
        : null;

    private async Task<Replacement[]> CompressAsync(
        List<TextPlan> plans, Conversation conversation, CompressionTools use, ITokenCounter counter, Tenant tenant, CancellationToken cancellation)
    {
        var question = _planner.QuestionOf(conversation, limits.Value.QuestionLength);
        var replacements = new Replacement[plans.Count];
        var ticket = new Ticket(tenant);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = use.Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, plans.Count, parallel, async (i, token) =>
        {
            var plan = plans[i];
            if (plan.IsWhole)
            {
                replacements[i] = Replacement.Of(plan.Text, TextPart.Content(plan.Text.Text, plan.Parts));
                return;
            }

            var result = await use.Compressor.CompressAsync(
                new CompressionRequest
                {
                    Ticket = ticket,
                    Contexts = [plan.Text.Text],
                    Parts = plan.Parts is null ? null : [plan.Parts],
                    Rate = plan.Rate,
                    TargetTokens = plan.TargetTokens,
                    Counter = counter,
                    Question = question,
                    Protect = ProtectionRules.Default,
                },
                token);
            replacements[i] = Replacement.Of(plan.Text, result);
        });
        return replacements;
    }

    private RewrittenBody Decide(
        ReadOnlyMemory<byte> body, Conversation conversation, Replacement[] replacements, RequestOverrides overrides, ITokenCounter counter)
    {
        var outcome = new Outcome(OutcomeStatus.Compressed)
        {
            OriginalTokens = replacements.Sum(replacement => replacement.OriginTokens),
            CompressedTokens = replacements.Sum(replacement => replacement.CompressedTokens),
        };
        if (options.Value.Mode == ProxyMode.Audit || overrides.Mode == RequestOverrides.Audit)
        {
            return new RewrittenBody(body, outcome with { Status = OutcomeStatus.Skipped, Reason = Reasons.Audit });
        }

        if (replacements.Length == 0)
        {
            return new RewrittenBody(body, new Outcome(OutcomeStatus.Skipped, Reasons.NothingSelected));
        }

        return Loses(conversation, replacements, counter)
            ? new RewrittenBody(body, outcome with { Status = OutcomeStatus.Skipped, Reason = Reasons.Cost, CompressedTokens = outcome.OriginalTokens })
            : Splice(body, replacements, outcome);
    }

    private bool Loses(Conversation conversation, Replacement[] replacements, ITokenCounter counter)
    {
        if (_planner.CostsOf(conversation.Model) is not { } costs)
        {
            return false;
        }

        var lastAnswer = conversation.Texts.LastOrDefault(text => text.Kind == TextKind.Assistant)?.Start ?? -1;
        var before = SizeOf(conversation.Texts, text => text.Start, text => counter.Count(text.Text));
        var saved = SizeOf(replacements, text => text.Start, text => text.OriginTokens - text.CompressedTokens);
        return costs.Loses(before, new PromptSize(before.Old - saved.Old, before.New - saved.New));

        PromptSize SizeOf<T>(IReadOnlyList<T> items, Func<T, int> start, Func<T, long> tokens) => new(
            items.Where(item => start(item) <= lastAnswer).Sum(tokens),
            items.Where(item => start(item) > lastAnswer).Sum(tokens));
    }

    /// <summary>The body with the replacements that there are, if reading it again shows that nothing else has changed.</summary>
    private static RewrittenBody Splice(ReadOnlyMemory<byte> body, IEnumerable<Replacement> replacements, Outcome outcome)
    {
        var changed = replacements.Where(replacement => replacement.Json is not null).ToArray();
        if (changed.Length == 0)
        {
            return new RewrittenBody(body, outcome.Status == OutcomeStatus.Compressed ? outcome with { Status = OutcomeStatus.Skipped, Reason = Reasons.NoGain } : outcome);
        }

        var output = JsonSplice.Write(body.Span, changed.Select(replacement => new JsonReplacement(replacement.Start, replacement.Length, replacement.Json!)));
        return BodyGuard.Holds(body.Span, output.Span, changed)
            ? new RewrittenBody(output, outcome)
            : new RewrittenBody(body, new Outcome(OutcomeStatus.FailedOpen, Reasons.Guard));
    }
}

/// <param name="Body">What goes on.</param>
/// <param name="Outcome">What was done.</param>
internal sealed record RewrittenBody(ReadOnlyMemory<byte> Body, Outcome Outcome);
