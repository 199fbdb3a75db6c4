using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Engine.Configuration;

public static class SettingsExtensions
{
    /// <summary>Binds an option class to its section, and checks its bounds at the start.</summary>
    /// <typeparam name="TOptions">Has its section as the constant <c>SectionName</c>.</typeparam>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services)
        where TOptions : class
    {
        services.AddOptionsWithValidateOnStart<TOptions>().BindConfiguration(SectionOf<TOptions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, SettingBounds<TOptions>>());
        return services;
    }

    /// <summary>Binds an option class to its section, and checks at the start its bounds and what attributes cannot say.</summary>
    public static IServiceCollection AddSettings<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSettings<TOptions>().TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services;
    }

    internal static string SectionOf<TOptions>() => (string)typeof(TOptions).GetField("SectionName")!.GetRawConstantValue()!;
}
