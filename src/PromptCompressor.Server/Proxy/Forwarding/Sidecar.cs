using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using Yarp.ReverseProxy.Forwarder;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>
/// Forwards requests to the upstream and passes its answers on as their bytes come. Requests of chat APIs are compressed first.
/// </summary>
internal sealed class Sidecar(
    IHttpForwarder forwarder,
    Upstream upstream,
    ChatFormats formats,
    RequestRewriter rewriter,
    ClientEmbeddingsGuard guard,
    EmbeddingSupportMemory support,
    ProxyTotals totals,
    IOptions<ProxyOptions> options,
    IOptions<LimitsOptions> limits,
    BodyBudget budget)
{
    private static readonly SidecarTransformer PassThrough = new(null, null);

    private static readonly RewriteOutcome OtherPath = new(OutcomeStatus.Bypassed, RewriteReasons.Path);

    public async Task HandleAsync(HttpContext context)
    {
        // :: Step 1: the upstream has limits and error pages of its own, and some requests cannot be forwarded at all.
        LiftOwnRules(context);
        if (Refusal(context) is { } refusal)
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        if (RequestTarget.Climbs(context.Request.Path.Value ?? ""))
        {
            throw new BadHttpRequestException("The path must not have segments that are \"..\" once they are decoded: they could climb out of the upstream's path.");
        }

        // After an upgrade anything could be said to the upstream, unseen. A server may ignore the request for one (RFC 9110, 7.8).
        context.Request.Headers.Remove(HeaderNames.Upgrade);

        // :: Step 2: no embeddings of clients, on any route.
        using var request = new SidecarRequest(context, formats.Find(context.Request), limits.Value.BodyBytes, budget);
        await guard.RefuseAsync(request);

        // :: Step 3: everything but chats goes on unseen.
        if (request.Format is null)
        {
            LiftLeastRate(context);
            await PassAsync(context);
            return;
        }

        // :: Step 4: chats go on compressed.
        if (await SendAsync(request, await rewriter.RewriteAsync(request)))
        {
            return;
        }

        // :: Step 5: embeddings that the upstream refused go once more, as text. Safe: what is answered with 400 has generated nothing.
        context.Response.Clear();
        context.Response.OnStarting(() => NoteIfEmbeddingsWereWrong(context.Response));
        await SendAsync(request, await rewriter.RewriteAsTextAsync(request));
    }

    /// <summary>
    /// Passes on what belongs to no chat API. If it is JSON that is posted, it may be a chat at an address that is not known, and the operator should not
    /// have to guess why nothing is saved.
    /// </summary>
    private async Task PassAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasJsonContentType())
        {
            await ForwardAsync(context, PassThrough);
            return;
        }

        await ForwardAsync(context, new SidecarTransformer(OtherPath, null));
        totals.Add(OtherPath, AnswerKind.Answer);
    }

    /// <returns>False if the upstream refused the embeddings in it, and the client has not been answered.</returns>
    private async Task<bool> SendAsync(SidecarRequest request, RewriteOutcome outcome)
    {
        var context = request.Context;
        if (outcome.Status == OutcomeStatus.FailedOpen && options.Value.FailClosed)
        {
            totals.Add(outcome, AnswerKind.Failure);
            SidecarHeaders.Write(context.Response.Headers, outcome);
            await ProblemWriter.WriteAsync(context, ProblemMapper.OfUncompressed(outcome.Reason!, RewriteReasons.StatusOf(outcome.Reason!)));
            return true;
        }

        if (!outcome.HasEmbeddings)
        {
            request.Release();
        }

        var scanner = new UsageScanner(request.Format!.Usage);
        var transformer = new SidecarTransformer(outcome, scanner);
        await ForwardAsync(context, transformer);
        await transformer.CompleteAsync();
        if (transformer.IsRefused)
        {
            return false;
        }

        totals.Add(outcome, request.OnlyCounts ? AnswerKind.Count : transformer.Status is >= 200 and < 300 ? AnswerKind.Answer : AnswerKind.Failure, scanner.Usage);
        return true;
    }

    /// <summary>If the same request as text is answered well, it was the embeddings that were refused, and not something else in it.</summary>
    private Task NoteIfEmbeddingsWereWrong(HttpResponse response)
    {
        if (response.StatusCode < StatusCodes.Status300MultipleChoices)
        {
            support.NoteRefusal();
        }

        return Task.CompletedTask;
    }

    private async Task ForwardAsync(HttpContext context, SidecarTransformer transformer)
    {
        var error = await forwarder.SendAsync(context, upstream.Address, upstream.Client, upstream.RequestConfig, transformer, context.RequestAborted);

        // If an answer had begun, the connection is cut instead, so that half of one never looks like a whole.
        if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            if (transformer.Outcome is { } outcome)
            {
                SidecarHeaders.Write(context.Response.Headers, outcome);
            }

            await ProblemWriter.WriteAsync(context, ProblemMapper.Of(context.Response.StatusCode));
        }
    }

    private static void LiftOwnRules(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }

    /// <summary>
    /// Uploads may pause as long as the upstream lets them, up to <c>ActivityTimeoutSeconds</c>: nothing of them is held here. Chats are, until they are whole, so
    /// for them Kestrel's least rate holds.
    /// </summary>
    private static void LiftLeastRate(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private static Problem? Refusal(HttpContext context)
    {
        var isExtendedConnect = context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;
        return isExtendedConnect || context.Request.Headers.Upgrade.Any(IsWebSocket) ? ProblemMapper.Of(StatusCodes.Status501NotImplemented)
            : HttpMethods.IsConnect(context.Request.Method) ? ProblemMapper.Of(StatusCodes.Status405MethodNotAllowed)
            : null;
    }

    private static bool IsWebSocket(string? upgrade) => upgrade?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true;
}
