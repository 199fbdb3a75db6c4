using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
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
    LargeWork large,
    Planner planner,
    CurrentTenant tenant,
    IOptions<ProxyOptions> options,
    IOptions<EmbeddingRouteOptions> embeddings,
    EmbeddingSupportMemory support,
    LateTextLog late,
    ILogger<RequestRewriter> logger)
{
    private static readonly string[] Digests = ["Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "x-amz-content-sha256"];

    /// <summary>Reading, counting and writing a body take time beside the compression of its texts, which keeps to the budget.</summary>
    private const int MostOverrun = 2;

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

        var start = TimeProvider.System.GetTimestamp();
        try
        {
            if (await request.ReadBodyAsync() is not { } body)
            {
                return FailedOpen(RewriteReasons.TooLarge);
            }

            // What the client took to send its body is not time that it was held.
            start = TimeProvider.System.GetTimestamp();
            var rewritten = await RunAsync(request, body, overrides, isRefused);
            if (!rewritten.Body.Equals(body))
            {
                request.Send(rewritten.Body);
            }

            if (options.Value is { Mode: ProxyMode.Compress, FailClosed: false })
            {
                late.Note(rewritten.Outcome);
            }

            return rewritten.Outcome with { Duration = TimeProvider.System.GetElapsedTime(start) };
        }
        catch (Exception e) when (e is not BadHttpRequestException && !request.Context.RequestAborted.IsCancellationRequested)
        {
            return FailedOpen(ReasonOf(e)) with { Duration = TimeProvider.System.GetElapsedTime(start) };
        }
    }

    /// <summary>What is known before the body is read; null if the body decides.</summary>
    private RewriteOutcome? OutcomeByHeaders(IHeaderDictionary headers, RequestOverrides overrides) =>
        options.Value.Mode == ProxyMode.Off || overrides.Mode == RequestOverrides.Off ? new RewriteOutcome(OutcomeStatus.Bypassed, RewriteReasons.Off)
        : headers.ContentEncoding.Count > 0 ? FailedOpen(RewriteReasons.ContentEncoding)
        : Digests.Any(headers.ContainsKey) ? FailedOpen(RewriteReasons.Signed)
        : null;

    /// <summary>Texts that are late go on as they came. Work that is late as a whole, by the size of the body alone, is left behind: it is told to stop.</summary>
    private async Task<RewrittenBody> RunAsync(SidecarRequest request, ReadOnlyMemory<byte> body, RequestOverrides overrides, bool isRefused)
    {
        var cancellation = request.Context.RequestAborted;
        var owner = tenant.Value;
        var deadline = new Deadline(_budget, TimeProvider.System);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => large.RunAsync(body.Length, RewriteBodyAsync, stop.Token), CancellationToken.None);
        try
        {
            return await work.WaitAsync(_budget * MostOverrun, cancellation);
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
