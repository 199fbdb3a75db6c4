using System.Text.Json.Nodes;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>
/// Errors in the shapes of the chat APIs, so that their clients show the reason in place of "no body". Each names this service: it is not the provider that refused.
/// </summary>
internal static class ProviderError
{
    public static Problem OfOpenAi(Problem problem) => problem with
    {
        Error = new JsonObject { ["message"] = MessageOf(problem), ["type"] = TypeOf(problem.Status), ["param"] = null, ["code"] = problem.Code },
    };

    public static Problem OfAnthropic(Problem problem) => problem with
    {
        Type = "error",
        Error = new JsonObject { ["type"] = TypeOf(problem.Status), ["message"] = MessageOf(problem) },
    };

    /// <summary>The shape of Google's APIs, with the names of <c>google.rpc.Code</c>.</summary>
    public static Problem OfGoogle(Problem problem) => problem with
    {
        Error = new JsonObject { ["code"] = problem.Status, ["message"] = MessageOf(problem), ["status"] = RpcStatusOf(problem.Status) },
    };

    public static Problem OfOllama(Problem problem) => problem with { Error = MessageOf(problem) };

    private static string MessageOf(Problem problem) => $"PromptCompressor: {problem.Detail}";

    /// <summary>The types of Anthropic's API; OpenAI's has the same for what they share.</summary>
    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "overloaded_error",
        StatusCodes.Status504GatewayTimeout => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    private static string RpcStatusOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "UNAUTHENTICATED",
        StatusCodes.Status403Forbidden => "PERMISSION_DENIED",
        StatusCodes.Status404NotFound => "NOT_FOUND",
        StatusCodes.Status429TooManyRequests => "RESOURCE_EXHAUSTED",
        StatusCodes.Status501NotImplemented => "UNIMPLEMENTED",
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => "UNAVAILABLE",
        StatusCodes.Status504GatewayTimeout => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };
}
