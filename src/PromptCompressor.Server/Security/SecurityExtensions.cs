using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Security;

internal static class SecurityExtensions
{
    /// <summary>What scripts may read of an answer beside its body.</summary>
    private static readonly string[] Exposed =
    [
        "Retry-After", "x-promptcompressor-status", "x-promptcompressor-reason", "x-promptcompressor-original-tokens", "x-promptcompressor-compressed-tokens",
    ];

    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddSettings<SecurityOptions, SecurityOptionsValidator>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<SecurityOptions>>((cors, security) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. security.Value.CorsOrigins])
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders(Exposed)));
        services.TryAddSingleton<ApiKeys>();
        services.TryAddSingleton<CurrentTenant>();
        return services.AddHttpContextAccessor();
    }

    public static void UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<BrowserGuard>();

        // Before keys: a browser asks first, and without any.
        if (app.Services.GetRequiredService<IOptions<SecurityOptions>>().Value.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseMiddleware<ApiKeyCheck>();
    }
}
