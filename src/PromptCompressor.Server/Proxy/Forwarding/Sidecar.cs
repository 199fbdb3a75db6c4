using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Rewriting;
using Yarp.ReverseProxy.Forwarder;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Sends a request on to the upstream and its answer back, as they come; of a conversation's request, compressed.</summary>
internal sealed class Sidecar(
    IHttpForwarder forwarder, Upstream upstream, RequestRewriter rewriter, ClientEmbeddings guard, UpstreamSupport support, ProxyTotals totals, IOptions<ProxyOptions> options)
{
    private static readonly SidecarTransformer PassThrough = new(null, null);

    public async Task HandleAsync(HttpContext context)
    {
        Open(context);
        if (Refusal(context) is { } refusal)
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        // After an upgrade anything could be said to the upstream, unseen. Who is asked for one may go on without (RFC 9110, 7.8).
        context.Request.Headers.Remove(HeaderNames.Upgrade);
        await guard.RefuseAsync(context.Request);
        if (ChatFormats.Of(context.Request) is { } format)
        {
            await HandleChatAsync(context, format);
        }
        else
        {
            await ForwardAsync(context, PassThrough);
        }
    }

    private async Task HandleChatAsync(HttpContext context, ChatFormat format)
    {
        var outcome = await rewriter.RewriteAsync(context, format);
        if (await SendAsync(context, outcome))
        {
            return;
        }

        // Safe to send again: what is answered with 400 has generated nothing.
        context.Response.Clear();
        context.Response.OnStarting(() =>
        {
            // It was the embeddings then, and not something else that is wrong with this request.
            if (context.Response.StatusCode < StatusCodes.Status300MultipleChoices)
            {
                support.NoteRefusal();
            }

            return Task.CompletedTask;
        });
        await SendAsync(context, await rewriter.RewriteAsTextAsync(context, format, outcome.Original!.Value));
    }

    /// <returns>False if the upstream refused the embeddings in it, and the client has not been answered.</returns>
    private async Task<bool> SendAsync(HttpContext context, Outcome outcome)
    {
        if (outcome.Status == OutcomeStatus.FailedOpen && options.Value.FailClosed)
        {
            totals.Add(outcome, null);
            SidecarHeaders.Write(context.Response.Headers, outcome);
            await ProblemWriter.WriteAsync(context, ProblemMapper.OfUncompressed(outcome.Reason!));
            return true;
        }

        var scanner = new UsageScanner();
        var transformer = new SidecarTransformer(outcome, scanner);
        await ForwardAsync(context, transformer);
        if (transformer.IsRefused)
        {
            return false;
        }

        totals.Add(outcome, scanner.Usage);
        return true;
    }

    private async Task ForwardAsync(HttpContext context, SidecarTransformer transformer)
    {
        var error = await forwarder.SendAsync(context, upstream.Address, upstream.Client, upstream.Request, transformer, context.RequestAborted);

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

    /// <summary>Lifts what holds for this service's own routes: the upstream has limits and error pages of its own.</summary>
    private static void Open(HttpContext context)
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

    private static Problem? Refusal(HttpContext context)
    {
        var isExtendedConnect = context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;
        return isExtendedConnect || context.Request.Headers.Upgrade.Any(IsWebSocket) ? ProblemMapper.Of(StatusCodes.Status501NotImplemented)
            : HttpMethods.IsConnect(context.Request.Method) ? ProblemMapper.Of(StatusCodes.Status405MethodNotAllowed)
            : null;
    }

    private static bool IsWebSocket(string? upgrade) => upgrade?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true;
}
