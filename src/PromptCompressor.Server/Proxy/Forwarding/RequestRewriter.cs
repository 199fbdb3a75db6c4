using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Compresses a request on its way, within the time it has. Whatever goes wrong, the request still holds the bytes that came.</summary>
internal sealed partial class RequestRewriter(
    ConversationCompressor compressor,
    [FromKeyedServices(RequestRewriter.Threads)] LargeWork large,
    RawTexts raw,
    Planner planner,
    CurrentTenant tenant,
    IOptions<ProxyOptions> options,
    IOptions<EmbeddingRouteOptions> embeddings,
    EmbeddingSupportMemory support,
    LateTextLog late,
    ILogger<RequestRewriter> logger)
{
    /// <summary>Chats have threads of their own: one that waits for other large requests goes on as it came, and its client pays for it on every later turn.</summary>
    public const string Threads = "chats";

    private static readonly string[] Digests = ["Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "x-amz-content-sha256"];

    private readonly TimeSpan _budget = TimeSpan.FromMilliseconds(options.Value.TimeBudgetMilliseconds);

    /// <param name="request">The request of a chat API.</param>
    /// <exception cref="Errors.InvalidRequestException">A header for the sidecar is wrong.</exception>
    /// <exception cref="BadHttpRequestException">The client broke off its body.</exception>
    public Task<RewriteOutcome> RewriteAsync(SidecarRequest request) => RewriteAsync(request, isRefused: !support.IsExpected);

    /// <summary>Rewrites a request again whose embeddings the upstream did not take.</summary>
    public async Task<RewriteOutcome> RewriteAsTextAsync(SidecarRequest request)
    {
        request.Send((await request.ReadBodyAsync())!.Value);
        return await RewriteAsync(request, isRefused: true);
    }

    private async Task<RewriteOutcome> RewriteAsync(SidecarRequest request, bool isRefused)
    {
        var overrides = RequestOverrides.Read(request.Http.Headers);
        if (OutcomeByHeaders(request.Http.Headers, overrides) is { } outcome)
        {
            return outcome;
        }

        // :: Step 1: the whole body. What the client takes to send it is not time that the request is held.
        ReadOnlyMemory<byte> body;
        try
        {
            if (await request.ReadBodyAsync() is not { } read)
            {
                return FailedOpen(RewriteReasons.TooLarge);
            }

            body = read;
        }
        catch (CompressionException e)
        {
            return FailedOpen(ReasonOf(e));
        }

        // :: Step 2: compress it, within the time there is.
        var start = TimeProvider.System.GetTimestamp();
        RewrittenBody rewritten;
        try
        {
            rewritten = await RunAsync(request, body, overrides, isRefused);
        }
        catch (Exception e) when (!request.Context.RequestAborted.IsCancellationRequested)
        {
            rewritten = new RewrittenBody(body, FailedOpen(ReasonOf(e)));
        }

        if (!rewritten.Body.Equals(body))
        {
            request.Send(rewritten.Body);
        }

        // :: Step 3: what goes on as it came does so on later turns.
        var result = rewritten.Outcome;
        if (options.Value is { Mode: ProxyMode.Compress, FailClosed: false } && overrides.Mode != RequestOverrides.Audit)
        {
            result = await RememberAsync(request, body, result);
            late.Note(result);
        }

        return result with { Duration = TimeProvider.System.GetElapsedTime(start) };
    }

    /// <summary>
    /// Marks the texts of a conversation that goes on as it came as a whole, as those are marked that do so each for itself: what the provider has in its cache then begins with all of them.
    /// </summary>
    private async Task<RewriteOutcome> RememberAsync(SidecarRequest request, ReadOnlyMemory<byte> body, RewriteOutcome outcome)
    {
        if (outcome is not { Status: OutcomeStatus.FailedOpen, Skipped.Count: 0 } || outcome.Reason == RewriteReasons.NotJson || request.OnlyCounts)
        {
            return outcome;
        }

        // The threads for large bodies may be what it was late for.
        var owner = tenant.Value;
        var texts = body.Length < LargeWork.LeastLength ? Remember() : await Task.Factory.StartNew(Remember, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return outcome with { Skipped = new Dictionary<string, int> { [outcome.Reason!] = texts } };

        int Remember()
        {
            var conversation = request.ReadConversation(body);
            var keys = RawTexts.KeysOf(conversation, owner);
            string[] selected = [.. conversation.Texts.Where(text => planner.MaySelect(text, owner)).Select(text => keys[text])];
            raw.Add(selected);
            return selected.Length;
        }
    }

    /// <summary>What is known before the body is read; null if the body decides.</summary>
    private RewriteOutcome? OutcomeByHeaders(IHeaderDictionary headers, RequestOverrides overrides) =>
        options.Value.Mode == ProxyMode.Off || overrides.Mode == RequestOverrides.Off ? new RewriteOutcome(OutcomeStatus.Bypassed, RewriteReasons.Off)
        : headers.ContentEncoding.Count > 0 ? FailedOpen(RewriteReasons.ContentEncoding)
        : Digests.Any(headers.ContainsKey) ? FailedOpen(RewriteReasons.Signed)
        : null;

    /// <summary>Texts that are late go on as they came. If the time is over before the texts are known, the work is told to stop and left behind.</summary>
    /// <exception cref="TimeoutException">The time is over, as a whole.</exception>
    private async Task<RewrittenBody> RunAsync(SidecarRequest request, ReadOnlyMemory<byte> body, RequestOverrides overrides, bool isRefused)
    {
        var cancellation = request.Context.RequestAborted;
        var owner = tenant.Value;
        var deadline = new Deadline(_budget, TimeProvider.System);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => large.RunAsync(body.Length, RewriteBodyAsync, stop.Token), CancellationToken.None);
        try
        {
            await deadline.WaitAsync(work, cancellation);
            return work.IsCompleted || !deadline.TryAbandon() ? await work : throw new TimeoutException();
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            stop.DisposeAfter(work);
        }

        Task<RewrittenBody> RewriteBodyAsync() =>
            compressor.RunAsync(JobOf(request.ReadConversation(body), overrides, owner, deadline, isRefused) with { OnlyCounts = request.OnlyCounts }, stop.Token);
    }

    private RewriteRequest JobOf(Conversation conversation, RequestOverrides overrides, Tenant owner, Deadline deadline, bool isRefused) => new()
    {
        Conversation = conversation,
        Planner = planner,
        Overrides = overrides,
        Tenant = owner,
        IsAudit = options.Value.Mode == ProxyMode.Audit || overrides.Mode == RequestOverrides.Audit,
        Deadline = deadline,
        MustCompress = options.Value.FailClosed,
        Embeddings = embeddings.Value.Enabled ? new EmbeddingRoute(embeddings.Value, isRefused) : null,
    };

    private string ReasonOf(Exception exception)
    {
        switch (exception)
        {
            case TimeoutException or OperationCanceledException:
                return RewriteReasons.TimeBudget;
            case JsonException:
                return RewriteReasons.NotJson;
            case var failure when RewriteReasons.Of(failure) is { } reason:
                return reason;
            default:
                LogFailed(logger, exception);
                return RewriteReasons.CompressorError;
        }
    }

    private static RewriteOutcome FailedOpen(string reason) => new(OutcomeStatus.FailedOpen, reason);

    [LoggerMessage(EventId = 2601, Level = LogLevel.Error, Message = "A request could not be compressed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
