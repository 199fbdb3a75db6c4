using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.Server.Security;

/// <summary>The tenant of the request that is being answered.</summary>
internal sealed class CurrentTenant(IHttpContextAccessor http, IOptions<RedisCacheOptions> redis)
{
    private readonly Tenant _withoutKey = Tenant.Default with { Namespace = redis.Value.Namespace };

    public Tenant Value => http.HttpContext?.Features.Get<Tenant>() ?? _withoutKey;
}
