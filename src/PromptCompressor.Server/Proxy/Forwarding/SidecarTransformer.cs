using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Policy;
using Yarp.ReverseProxy.Forwarder;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Headers on their way: all as they came, but for those that end at this hop.</summary>
/// <param name="outcome">What the client is told of its request; null if it is told nothing.</param>
/// <param name="scanner">Shown the answer to a chat; null for any other request, whose body nothing here has read.</param>
internal sealed class SidecarTransformer(RewriteOutcome? outcome, UsageScanner? scanner) : HttpTransformer
{
    private Func<Task> _complete = () => Task.CompletedTask;

    public RewriteOutcome? Outcome => outcome;

    /// <summary>The upstream's status; null if it did not answer.</summary>
    public int? Status { get; private set; }

    /// <summary>The upstream has said, before it generated anything, that it cannot read a request with embeddings. The client is told nothing yet.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The answer has gone: waits until the scanner has seen all of it.</summary>
    public Task CompleteAsync() => _complete();

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        // The upstream's own name, whatever the client called this host.
        proxyRequest.Headers.Host = null;
        proxyRequest.RequestUri = RequestTarget.Of(httpContext, destinationPrefix);

        if (scanner is not null)
        {
            // Its body has been read already, so the client has been told to go on.
            proxyRequest.Headers.ExpectContinue = null;
        }

        var headers = httpContext.Request.Headers;
        foreach (var name in headers.Keys.Where(SidecarHeaders.IsOurs).Concat(EndingHere(headers.Connection)))
        {
            Remove(proxyRequest.Headers, name);
            Remove(proxyRequest.Content?.Headers, name);
        }
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse?.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            // No upgrade was requested, so the upstream has failed; what it says next is no HTTP.
            throw new HttpRequestException("The upstream switched to another protocol without having been asked to.");
        }

        if (proxyResponse?.StatusCode == HttpStatusCode.BadRequest && outcome?.HasEmbeddings == true)
        {
            IsRefused = true;
            return false;
        }

        var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is not null)
        {
            // Another sidecar may stand behind this one; what it says of its own work is not what this one has done.
            var headers = httpContext.Response.Headers;
            foreach (var name in headers.Keys.Where(SidecarHeaders.IsOurs).Concat(EndingHere(string.Join(',', proxyResponse.Headers.Connection))).ToList())
            {
                headers.Remove(name);
            }

            Status = (int)proxyResponse.StatusCode;
            var encoding = string.Join(',', proxyResponse.Content.Headers.ContentEncoding).ToLowerInvariant();
            if (scanner is not null && UsageTap.CanUnpack(encoding))
            {
                var tap = new UsageTap(httpContext.Response.Body, scanner, encoding);
                (httpContext.Response.Body, _complete) = (tap, tap.CompleteAsync);
            }
        }

        if (outcome is not null)
        {
            SidecarHeaders.Write(httpContext.Response.Headers, outcome);
        }

        return hasBody;
    }

    /// <summary>Headers that a Connection header says are for this hop only (RFC 9110, 7.6.1). The standard ones stay behind anyway.</summary>
    private static IEnumerable<string> EndingHere(StringValues connection) =>
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(name => IsToken(name) && !IsFraming(name));

    /// <summary>What tells where a body ends cannot be left out.</summary>
    private static bool IsFraming(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) || name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>HttpClient throws at names that it knows from elsewhere, such as <c>Upgrade</c> among the headers of a body; none of these is there.</summary>
    private static void Remove(HttpHeaders? headers, string name)
    {
        if (headers?.NonValidated.Contains(name) == true)
        {
            headers.Remove(name);
        }
    }

    /// <summary>What HttpClient takes as a name of a header without throwing.</summary>
    private static bool IsToken(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
