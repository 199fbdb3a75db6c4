using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Compresses a request on its way, within the time it has. Whatever goes wrong, the request still holds the bytes that came.</summary>
internal sealed partial class RequestRewriter(
    ConversationCompressor compressor,
    CurrentTenant tenant,
    IOptions<ProxyOptions> options,
    IOptions<EmbeddingRouteOptions> embeddings,
    UpstreamSupport support,
    IOptions<LimitsOptions> limits,
    ILogger<RequestRewriter> logger)
{
    private static readonly string[] Digests = ["Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "x-amz-content-sha256"];

    private readonly TimeSpan _budget = TimeSpan.FromMilliseconds(options.Value.TimeBudgetMilliseconds);

    /// <exception cref="Errors.InvalidRequestException">A header for the sidecar is wrong.</exception>
    /// <exception cref="BadHttpRequestException">The client broke off its body.</exception>
    public Task<Outcome> RewriteAsync(HttpContext context, ChatFormat format) => RewriteAsync(context, format, isRefused: !support.IsExpected);

    /// <summary>Rewrites a request again whose embeddings the upstream did not take.</summary>
    /// <param name="context">The request; holds its first body again afterwards, or that one compressed.</param>
    /// <param name="format">Of the body.</param>
    /// <param name="original">The body as it came.</param>
    public Task<Outcome> RewriteAsTextAsync(HttpContext context, ChatFormat format, ReadOnlyMemory<byte> original)
    {
        RequestBody.Replace(context.Request, original);
        return RewriteAsync(context, format, isRefused: true);
    }

    private async Task<Outcome> RewriteAsync(HttpContext context, ChatFormat format, bool isRefused)
    {
        var request = context.Request;
        var overrides = RequestOverrides.Read(request.Headers);
        if (options.Value.Mode == ProxyMode.Off || overrides.Mode == RequestOverrides.Off)
        {
            return new Outcome(OutcomeStatus.Bypassed, Reasons.Off);
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return FailedOpen(Reasons.ContentEncoding);
        }

        if (Digests.Any(request.Headers.ContainsKey))
        {
            return FailedOpen(Reasons.Signed);
        }

        if (await RequestBody.ReadAsync(request, limits.Value.BodyBytes) is not { } body)
        {
            return FailedOpen(Reasons.TooLarge);
        }

        try
        {
            var rewritten = await RunAsync(body, format, overrides, isRefused, context.RequestAborted);
            if (!rewritten.Body.Equals(body))
            {
                RequestBody.Replace(request, rewritten.Body);
            }

            return rewritten.Outcome.Reason == Reasons.Embeddings ? rewritten.Outcome with { Original = body } : rewritten.Outcome;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            return FailedOpen(ReasonOf(e));
        }
    }

    /// <summary>Leaves work that runs over its time behind: it is told to stop, and what it has scored is in the cache.</summary>
    private async Task<RewrittenBody> RunAsync(ReadOnlyMemory<byte> body, ChatFormat format, RequestOverrides overrides, bool isRefused, CancellationToken cancellation)
    {
        var owner = tenant.Value;
        var route = embeddings.Value.Enabled ? new EmbeddingRoute(embeddings.Value, isRefused) : null;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Run(() => compressor.RunAsync(body, format, overrides, owner, stop.Token, route), CancellationToken.None);
        try
        {
            return await work.WaitAsync(_budget, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            // The work may look at the token a while longer; nobody else learns how it ends.
            _ = work.ContinueWith(
                done =>
                {
                    _ = done.Exception;
                    stop.Dispose();
                },
                TaskScheduler.Default);
        }
    }

    private string ReasonOf(Exception exception)
    {
        switch (exception)
        {
            case TimeoutException or OperationCanceledException:
                return Reasons.TimeBudget;
            case JsonException:
                return Reasons.NotJson;
            case CompressionException { Kind: CompressionErrorKind.NotReady }:
                return Reasons.NotReady;
            case CompressionException { Kind: CompressionErrorKind.Overloaded }:
                return Reasons.Overloaded;
            case CompressionException { Kind: CompressionErrorKind.TooLarge }:
                return Reasons.TooLarge;
            default:
                LogFailed(logger, exception);
                return Reasons.CompressorError;
        }
    }

    private static Outcome FailedOpen(string reason) => new(OutcomeStatus.FailedOpen, reason);

    [LoggerMessage(EventId = 2601, Level = LogLevel.Error, Message = "A request could not be compressed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
