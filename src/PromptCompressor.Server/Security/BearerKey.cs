using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace PromptCompressor.Server.Security;

/// <summary>Marks a route that takes a key of this service as <c>Authorization: Bearer</c> too, for gateways that send no other header. Such a route forwards nothing.</summary>
internal sealed class BearerKey
{
    /// <returns>The token; empty without one, or with several headers.</returns>
    public static StringValues Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && AuthenticationHeaderValue.TryParse(value, out var header) && "Bearer".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : StringValues.Empty;
}
