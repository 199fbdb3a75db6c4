using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Limits;

internal static class LimitsExtensions
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<LimitsOptions>()
            .BindConfiguration(LimitsOptions.SectionName)
            .ValidateDataAnnotations();
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<LimitsOptions>>((kestrel, limits) => kestrel.Limits.MaxRequestBodySize = limits.Value.BodyBytes);
        return services;
    }
}
