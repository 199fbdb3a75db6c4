using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Configuration;

internal static class ConfigurationExtensions
{
    public static IServiceCollection AddSettingNames(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SettingNames.Check>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SettingNames.Check>, SettingNames>());
        return services;
    }
}
