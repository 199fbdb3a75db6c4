using Microsoft.AspNetCore.Authorization;

namespace PromptCompressor.Server.Security;

/// <summary>
/// Lets requests with a key in, each as its tenant's, and all if no keys are set. <c>Authorization</c> is looked at on routes with
/// <see cref="BearerKey"/> alone: where this service stands in front of another, that header belongs to the other one.
/// </summary>
internal sealed class ApiKeyCheck(RequestDelegate next, ApiKeys keys)
{
    public const string Header = "x-promptcompressor-key";

    public Task InvokeAsync(HttpContext context)
    {
        // Taken away, so that nothing can pass it on.
        context.Request.Headers.Remove(Header, out var given);
        var metadata = context.GetEndpoint()?.Metadata;
        if (!keys.Any || metadata?.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        if (given.Count == 0 && metadata?.GetMetadata<BearerKey>() is not null)
        {
            given = BearerKey.Of(context.Request);
        }

        if (given is not [{ } key] || keys.HolderOf(key) is not { } tenant)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = $"ApiKey header=\"{Header}\"";
            return Task.CompletedTask;
        }

        context.Features.Set(tenant);
        return next(context);
    }
}
