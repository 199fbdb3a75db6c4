using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Errors;

/// <summary>The one mapping from failures to problems. No other code chooses a status.</summary>
internal sealed class ProblemMapper(IOptions<LimitsOptions> limits)
{
    private const int RetryAfterSeconds = 1;

    public Problem Of(Exception exception) => exception switch
    {
        InvalidRequestException e => Make(StatusCodes.Status422UnprocessableEntity, e.Message) with { Errors = e.Errors },
        CompressionException e => Of(e),
        NotFoundException e => Make(StatusCodes.Status404NotFound, e.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Make(
            StatusCodes.Status413PayloadTooLarge, $"The body is larger than {limits.Value.BodyBytes} bytes (Limits:BodyBytes)."),
        BadHttpRequestException e => Make(e.StatusCode, e.Message),

        IOException { InnerException: OverflowException } e => Of(OfBrokenBody(e)),

        // The caller is still there, so it is the service that goes away.
        OperationCanceledException => Make(StatusCodes.Status503ServiceUnavailable, "The service is stopping."),
        _ => Make(StatusCodes.Status500InternalServerError, "The service failed; its log says why."),
    };

    /// <summary>A body that cannot be read to its end is its client's failure, not the service's.</summary>
    /// <param name="exception">What reading it came to; with an overflow inside, Kestrel's own way to say that the size of a chunk does not fit into an integer.</param>
    public static BadHttpRequestException OfBrokenBody(IOException exception) =>
        new(exception.InnerException is OverflowException ? "The body has a chunk whose size is out of range." : "The body was broken off.", exception);

    /// <summary>What is wrong in plain text, a line for each field.</summary>
    public string TextOf(Exception exception) => Of(exception) is { Errors: { } errors }
        ? string.Join('\n', errors.SelectMany(field => field.Value, (field, error) => $"{field.Key} {error}"))
        : Of(exception).Detail;

    /// <summary>The problem of an answer whose status was set without saying more.</summary>
    public static Problem Of(HttpContext context) => context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
        ? Make(context.Response.StatusCode, BodyFormat.Complaint(context))
        : Of(context.Response.StatusCode);

    /// <summary>The problem of a status that was set without saying more.</summary>
    public static Problem Of(int status) => Make(status, status switch
    {
        StatusCodes.Status401Unauthorized => $"The header {ApiKeyCheck.Header} must hold a key of PromptCompressor, not one of the LLM provider.",
        StatusCodes.Status404NotFound => "There is nothing at this address; /swagger lists the routes.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method; the Allow header lists the methods that it takes.",
        StatusCodes.Status501NotImplemented => "Web sockets are not forwarded; use the upstream's HTTP routes, or reach it directly.",
        StatusCodes.Status502BadGateway => "The upstream could not be reached, or broke off before it answered. The request was not sent twice.",
        StatusCodes.Status504GatewayTimeout => "The upstream has been silent for too long (Proxy:ActivityTimeoutSeconds, Proxy:ConnectTimeoutSeconds).",
        _ => ReasonPhrases.GetReasonPhrase(status),
    });

    /// <summary>The problem of a request that is not forwarded, since it could not be compressed and Proxy:FailClosed is set.</summary>
    /// <param name="reason">The reason as in the header <c>x-promptcompressor-status</c>.</param>
    /// <param name="status">503 where the same request may be compressed later; else one that says what of the request to change.</param>
    public static Problem OfUncompressed(string reason, int status) => Make(
        status, $"The request could not be compressed ({reason}), and is not forwarded as it came (Proxy:FailClosed).") with
    { Code = ProblemCodes.NotCompressed };

    /// <summary>The problem of a chat that is sent to a service without an upstream.</summary>
    public static Problem OfMissingUpstream() => Make(
        StatusCodes.Status404NotFound, "The sidecar is off, so chats cannot be forwarded: set Proxy:Upstream to the address of the LLM's API, such as https://api.openai.com.");

    private static Problem Of(CompressionException e) => e.Kind switch
    {
        CompressionErrorKind.Invalid => Make(StatusCodes.Status422UnprocessableEntity, e.Message),
        CompressionErrorKind.TooLarge => Make(StatusCodes.Status413PayloadTooLarge, e.Message),
        CompressionErrorKind.Overloaded => Make(StatusCodes.Status429TooManyRequests, e.Message) with { RetryAfterSeconds = SecondsOf(e.RetryAfter) },
        CompressionErrorKind.NotReady => Make(StatusCodes.Status503ServiceUnavailable, e.Message),
        CompressionErrorKind.Model => Make(StatusCodes.Status500InternalServerError, e.Message) with { Code = ProblemCodes.ModelFailed },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.Kind, "No status is set for this kind."),
    };

    private static Problem Make(int status, string detail) => new()
    {
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Code = CodeOf(status),
        RetryAfterSeconds = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? RetryAfterSeconds : null,
    };

    private static int SecondsOf(TimeSpan? wait) => wait is { } known ? Math.Max(1, (int)Math.Ceiling(known.TotalSeconds)) : RetryAfterSeconds;

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ProblemCodes.Unauthorized,
        StatusCodes.Status403Forbidden => ProblemCodes.Forbidden,
        StatusCodes.Status404NotFound => ProblemCodes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemCodes.MethodNotAllowed,
        StatusCodes.Status406NotAcceptable => ProblemCodes.NotAcceptable,
        StatusCodes.Status408RequestTimeout => ProblemCodes.Timeout,
        StatusCodes.Status413PayloadTooLarge => ProblemCodes.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => ProblemCodes.UnsupportedMediaType,
        StatusCodes.Status422UnprocessableEntity => ProblemCodes.Invalid,
        StatusCodes.Status429TooManyRequests => ProblemCodes.Overloaded,
        StatusCodes.Status503ServiceUnavailable => ProblemCodes.NotReady,
        StatusCodes.Status501NotImplemented => ProblemCodes.NotSupported,
        StatusCodes.Status502BadGateway => ProblemCodes.UpstreamFailed,
        StatusCodes.Status504GatewayTimeout => ProblemCodes.UpstreamTimeout,
        >= 500 => ProblemCodes.Internal,
        _ => ProblemCodes.Malformed,
    };
}
