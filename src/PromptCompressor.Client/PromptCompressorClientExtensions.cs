using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace PromptCompressor.Client;

/// <summary>Registers the client.</summary>
public static class PromptCompressorClientExtensions
{
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(12);

    /// <summary>
    /// Adds <see cref="PromptCompressorClient"/> with retries and a circuit breaker: calls only read, so failed ones are tried again, up to
    /// three times and as the service's <c>Retry-After</c> says.
    /// </summary>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Sets the address and, if the service wants one, a key.</param>
    /// <returns>For more handlers.</returns>
    /// <exception cref="ArgumentException">The address is not absolute, or the timeout is out of its range.</exception>
    public static IHttpClientBuilder AddPromptCompressorClient(this IServiceCollection services, Action<PromptCompressorClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new PromptCompressorClientOptions();
        configure?.Invoke(options);
        if (options.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException($"{nameof(options.Address)} must be an absolute http or https address.", nameof(configure));
        }

        if (options.Timeout < MinTimeout || options.Timeout > MaxTimeout)
        {
            throw new ArgumentException($"{nameof(options.Timeout)} must be {MinTimeout} to {MaxTimeout}.", nameof(configure));
        }

        var builder = services.AddHttpClient<PromptCompressorClient>(http =>
        {
            http.BaseAddress = options.Address;
            http.Timeout = Timeout.InfiniteTimeSpan;
            if (options.ApiKey is { } key)
            {
                http.DefaultRequestHeaders.Add(PromptCompressorClient.ApiKeyHeader, key);
            }
        });

        // A redirect would take the key along, wherever it leads.
        builder.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        builder.AddStandardResilienceHandler(resilience => Configure(resilience, options.Timeout));
        return builder;
    }

    /// <summary>A long text takes as long as it takes: what is tried again are failures, not patience.</summary>
    private static void Configure(HttpStandardResilienceOptions resilience, TimeSpan timeout)
    {
        resilience.TotalRequestTimeout.Timeout = timeout;
        resilience.AttemptTimeout.Timeout = timeout;
        resilience.CircuitBreaker.SamplingDuration = timeout * 2;
    }
}
