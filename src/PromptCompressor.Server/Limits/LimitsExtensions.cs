using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PromptCompressor.Server.Limits;

internal static class LimitsExtensions
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<LimitsOptions, LimitsOptionsValidator>()
            .BindConfiguration(LimitsOptions.SectionName);

        // Kestrel cuts the connection of a body over its limit, and most clients then never see the answer. So a body that
        // is somewhat too large is read to its end and told so by JsonBody; only far larger ones are cut off. The server is made
        // before settings are checked: read from the configuration, a wrong limit is told together with all that is wrong.
        services.AddOptions<KestrelServerOptions>()
            .Configure<IConfiguration>((kestrel, configuration) => kestrel.Limits.MaxRequestBodySize = BodyBytesOf(configuration) * 4);
        return services;
    }

    private static long BodyBytesOf(IConfiguration configuration) =>
        Math.Max(0, (configuration.GetSection(LimitsOptions.SectionName).Get<LimitsOptions>() ?? new LimitsOptions()).BodyBytes);
}
