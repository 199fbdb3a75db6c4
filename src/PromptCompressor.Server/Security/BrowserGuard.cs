using Microsoft.Extensions.Options;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Security;

/// <summary>
/// Keeps pages of strangers out: where no keys are needed any page that a user opens could send requests here, and read the answers by rebinding its own name to
/// this address. Behind a key only the origin of MCP's requests is looked at, as its specification wants.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, ApiKeys keys, IOptions<SecurityOptions> options)
{
    private const string Mcp = "/mcp";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isOpen = !keys.Any && !request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
        var host = HostOf(request);
        if (isOpen && !IsOwnHost(host.Host))
        {
            return RefuseAsync(context, "The Host header names a host that is neither local nor listed (Security:AllowedHosts).");
        }

        return (isOpen || request.Path.StartsWithSegments(Mcp, StringComparison.OrdinalIgnoreCase)) && request.Headers.Origin is [{ Length: > 0 } origin, ..] && !IsFriend(origin, host)
            ? RefuseAsync(context, "The Origin header names a page that is neither local nor listed (Security:CorsOrigins).")
            : next(context);
    }

    private static Task RefuseAsync(HttpContext context, string detail) =>
        ProblemWriter.WriteAsync(context, ProblemMapper.Of(StatusCodes.Status403Forbidden) with { Detail = detail });

    /// <summary>Spelled as it came: ASP.NET's own reading of it fails on a name that is no internationalised one though it says so.</summary>
    private static HostString HostOf(HttpRequest request) => new(request.Headers.Host.ToString());

    private bool IsOwnHost(string host) =>
        LocalNames.Has(host) || options.Value.AllowedHosts.Any(allowed => allowed == "*" || string.Equals(LocalNames.InAscii(allowed), host, StringComparison.OrdinalIgnoreCase));

    /// <summary>A page of this service itself, of this machine, or one that is listed.</summary>
    private bool IsFriend(string origin, HostString host) =>
        options.Value.CorsOrigins.Any(listed => listed == "*" || string.Equals(listed, origin, StringComparison.OrdinalIgnoreCase))
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            && (LocalNames.IsThisMachine(page.Host) || string.Equals(page.Authority, host.Value, StringComparison.OrdinalIgnoreCase)));
}
