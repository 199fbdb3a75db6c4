using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PromptCompressor.Server.Security;

internal static class SecurityExtensions
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        // A misspelt setting would leave the service open.
        services.AddOptionsWithValidateOnStart<SecurityOptions, SecurityOptionsValidator>()
            .BindConfiguration(SecurityOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true);
        services.TryAddSingleton<ApiKeys>();
        services.TryAddSingleton<CurrentTenant>();
        return services.AddHttpContextAccessor();
    }

    public static void UseSecurity(this WebApplication app) => app.UseMiddleware<ApiKeyCheck>();
}
