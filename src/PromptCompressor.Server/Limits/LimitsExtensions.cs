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

        // Kestrel cuts the connection of a body over its limit, and most clients then never see the answer. So a body that
        // is somewhat too large is read to its end and told so by JsonBody; only far larger ones are cut off.
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<LimitsOptions>>((kestrel, limits) => kestrel.Limits.MaxRequestBodySize = limits.Value.BodyBytes * 4);
        return services;
    }
}
