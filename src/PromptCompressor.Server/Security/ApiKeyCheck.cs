using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Primitives;

namespace PromptCompressor.Server.Security;

/// <summary>
/// Lets requests with a key in, each as its tenant's, and all if no keys are set. Gateways can often send a key as a bearer token only, so that is taken where this service itself
/// answers. <c>Authorization</c> of a request that is forwarded belongs to the upstream, and is never looked at.
/// </summary>
internal sealed class ApiKeyCheck(RequestDelegate next, ApiKeys keys)
{
    public const string Header = "x-promptcompressor-key";

    private const string Challenge = $"ApiKey header=\"{Header}\"";
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        // Taken away, so that nothing can pass it on.
        context.Request.Headers.Remove(Header, out var given);
        var route = context.GetEndpoint()?.Metadata;
        if (!keys.Any || route?.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        var takesBearer = route is not null && route.GetMetadata<ForwardedRoute>() is null;
        if ((given.Count > 0 || !takesBearer ? given : BearerOf(context.Request)) is not [{ } key] || keys.HolderOf(key) is not { } tenant)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = takesBearer ? new StringValues([Challenge, "Bearer"]) : Challenge;
            return Task.CompletedTask;
        }

        context.Features.Set(tenant);
        return next(context);
    }

    private static StringValues BearerOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : StringValues.Empty;
}
