namespace PromptCompressor.Server.Errors;

/// <summary>The values of <see cref="Problem.Code"/>.</summary>
internal static class ProblemCodes
{
    public const string Malformed = "malformed";
    public const string Invalid = "invalid";
    public const string TooLarge = "too_large";
    public const string Overloaded = "overloaded";
    public const string ModelFailed = "model_failed";
    public const string NotReady = "not_ready";
    public const string Internal = "internal";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string NotAcceptable = "not_acceptable";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string Timeout = "request_timeout";
    public const string NotCompressed = "not_compressed";
    public const string NotSupported = "not_supported";
    public const string UpstreamFailed = "upstream_failed";
    public const string UpstreamTimeout = "upstream_timeout";
}
