using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>
/// Makes texts shorter, each for itself: what is ready in time goes on compressed, the rest as it came, and so it does on every later turn
/// of its conversation. Inference that was asked for goes on when nothing else waits, and is in the cache for the next request that needs it.
/// </summary>
/// <param name="services">Compressor and tokens.</param>
/// <param name="treated">What became of texts on earlier turns.</param>
/// <param name="limits">The limits of a question.</param>
/// <param name="logger">Logs texts that cannot be compressed at all.</param>
/// <param name="recoverable">Keeps originals and puts their hashes into marks; null if that is off.</param>
/// <param name="raw">Which texts went on as they came; null where no request has a time budget.</param>
internal sealed partial class TextCompression(
    IRewriteServices services, TreatedTexts treated, IOptions<LimitsOptions> limits, ILogger<TextCompression> logger, RecoverableTexts? recoverable = null, RawTexts? raw = null)
{
    /// <param name="job">A conversation.</param>
    /// <param name="plans">Its texts that are to be compressed.</param>
    /// <param name="cancellation">The client left.</param>
    /// <returns>For each plan what its text becomes.</returns>
    /// <exception cref="CompressionException">The request has no time budget, and one of its texts cannot be compressed.</exception>
    /// <exception cref="TimeoutException">Its time was over before, and it has gone on as it came.</exception>
    public async Task<Replacement[]> RunAsync(RewriteJob job, IReadOnlyList<TextPlan> plans, CancellationToken cancellation)
    {
        // Where the request is: a large one has threads of its own. Only the texts run there: what waits for the end of the time would wait behind them.
        var threads = TaskScheduler.Current;
        var question = job.Request.Planner.QuestionOf(job.Request.Conversation);
        using var tickets = job.Ticket.Split(plans.Select(plan => plan.IsWhole ? default : ExpectedWork.Of([plan.Text.Text])));
        if (job.Request.Deadline is not { } deadline)
        {
            return await Task.WhenAll(plans.Select((plan, i) => StartAsync(plan, i, cancellation)));
        }

        // :: Step 1: what went on as it came on an earlier turn does so again.
        var keys = raw is null || job.Request.IsAudit || job.Request.MustCompress || plans.Count == 0 ? [] : RawTexts.KeysOf(job.Request.Conversation, job.Request.Tenant);
        var known = keys.Count == 0 ? [] : await raw!.FindAsync([.. plans.Select(plan => keys[plan.Text])], cancellation).ConfigureAwait(false);

        // :: Step 2: start all others at once. A text without prose needs no inference, and so waits for none.
        deadline.LeaveToTexts();
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = plans.Select((plan, i) => IsRawBefore(plan)
            ? tickets.RunAsync(i, _ => Task.FromResult(AsItCame(plan, RewriteReasons.RawBefore)))
            : StartAsync(plan, i, stop.Token)).ToArray();

        // :: Step 3: wait until all are done or the time is over. What is late is told to stop; what the model has been given of it is computed and cached when nothing else waits.
        var all = Task.WhenAll(running);
        try
        {
            await deadline.WaitAsync(all, cancellation).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            stop.DisposeAfter(all);
        }

        var replacements = new Replacement[plans.Count];
        for (var i = 0; i < replacements.Length; i++)
        {
            replacements[i] = running[i].IsCompletedSuccessfully ? await running[i] : AsItCame(plans[i], ReasonOf(running[i]));
        }

        // :: Step 4: remember what was decided.
        if (keys.Count > 0 && !job.Request.OnlyCounts)
        {
            raw!.Add([.. Decided(isRaw: true).Except(known)]);
            raw!.Remove([.. Decided(isRaw: false).Intersect(known)]);
        }

        return replacements;

        Task<Replacement> StartAsync(TextPlan plan, int part, CancellationToken stopped) => Task.Factory.StartNew(
            () => tickets.RunAsync(part, ticket => CompressAsync(job, plan, ticket, question, stopped)), stopped, TaskCreationOptions.DenyChildAttach, threads).Unwrap();

        // What has not been answered yet is decided anew: it may be another conversation that begins alike.
        bool IsRawBefore(TextPlan plan) => keys.TryGetValue(plan.Text, out var key) && known.Contains(key) && plan.Text.Message <= job.Request.Conversation.LastAnswer;

        string[] Decided(bool isRaw) => [.. replacements.Zip(plans).Where(pair => pair.First.SkippedFor is not null == isRaw).Select(pair => keys[pair.Second.Text])];
    }

    private async Task<Replacement> CompressAsync(RewriteJob job, TextPlan plan, AdmissionTicket ticket, string? question, CancellationToken cancellation)
    {
        if (plan.IsWhole)
        {
            return Replacement.Of(plan.Text, TextPart.Content(plan.Text.Text, plan.Parts));
        }

        var request = new CompressionRequest
        {
            Ticket = ticket,
            Contexts = [plan.Text.Text],
            Parts = plan.Parts is null ? null : [plan.Parts],
            Rate = plan.Rate,
            TargetTokens = plan.TargetTokens,
            Counter = new CountMemo(job.Counter).With(plan.Text.Text, plan.Tokens),
            Question = TextAim.Of(plan.Text.Query, question, limits.Value.QuestionLength),
            Content = new ContentRules
            {
                // Agents copy what they read, code most of all: it stays, numbers of lines and all. Room that is left is not filled.
                Untouched = [ContentKind.Code, ContentKind.NumberedLines, .. plan.KeepsWords ? Enum.GetValues<ContentKind>().Where(kind => kind.IsProse()) : [], .. services.KindsOff],
                Outline = false,
                FillBudget = false,
            },
            Protect = ProtectionRules.Default,
            FinishWhenCancelled = job.Request.Deadline is not null,
        };
        var made = await treated.GetAsync(request, services.CompressorOf(job.Request.Planner.IsByContent), cancellation);
        return recoverable is null || job.Request.IsAudit ? Replacement.Of(plan, made) : await MarkAsync(recoverable, job, plan, made, cancellation);
    }

    /// <summary>A text with the hash of its original in its mark, where it has lost something.</summary>
    private static async Task<Replacement> MarkAsync(RecoverableTexts recoverable, RewriteJob job, TextPlan plan, TreatedText made, CancellationToken cancellation)
    {
        var source = plan.Text.Text;
        if (Replacement.Of(plan, made) is not { Text: { } output } plain || !OriginalMark.IsNeeded(TextPart.Content(source, plan.Parts), output, made.Blocks))
        {
            return Replacement.Of(plan, made);
        }

        if (await recoverable.MarkAsync(source, output, made.Blocks, job.Request.WordsMark, job.TextCounter, job.Request.Tenant, cancellation) is not { } marked)
        {
            return job.Request.MustBeRecoverable ? Replacement.Of(plan, made with { Text = null }) : plain;
        }

        var replacement = Replacement.Of(plan, made with { Text = marked.Text, CompressedTokens = job.TextCounter.Count(marked.Text) });
        return replacement.Json is null ? replacement : replacement with { Original = marked.Hash };
    }

    /// <summary>Why a text is not compressed.</summary>
    /// <param name="running">Its compression, which has failed or has not ended.</param>
    private string ReasonOf(Task running)
    {
        switch (running.Exception?.InnerException)
        {
            case null:
                return RewriteReasons.TimeBudget;
            case var failure when RewriteReasons.Of(failure) is { } reason:
                return reason;
            case var failure:
                LogFailed(logger, failure);
                return RewriteReasons.CompressorError;
        }
    }

    /// <summary>Without its tags, which are for the sidecar.</summary>
    private static Replacement AsItCame(TextPlan plan, string reason) =>
        Replacement.Of(plan.Text, TextPart.Content(plan.Text.Text, plan.Parts)) with { SkippedFor = reason };

    [LoggerMessage(EventId = 2605, Level = LogLevel.Error, Message = "A text could not be compressed")]
    private static partial void LogFailed(ILogger logger, Exception? exception);
}
