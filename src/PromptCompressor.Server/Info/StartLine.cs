using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Info;

/// <summary>Says in one line of the log what is on, so that a setting that has not arrived is seen at once. Nothing of it is secret.</summary>
internal sealed partial class StartLine(
    IConfiguration configuration,
    IOptions<EngineOptions> engine,
    IOptions<LimitsOptions> limits,
    IOptions<SecurityOptions> security,
    IOptions<ProxyOptions> proxy,
    BodyBudget bodies,
    IHostApplicationLifetime application,
    ILogger<StartLine> logger,
    RedisConnection? redis = null) : IHostedService
{
    private const string None = "none";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        application.ApplicationStarted.Register(Log);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Log()
    {
        var keys = security.Value.ApiKeys.Count;
        LogStart(
            logger,
            keys == 0 ? "none, open to all that reach it" : $"{keys}",
            redis is null ? None : string.Join(", ", redis.EndPoints),
            ProxyOptions.IsOn(configuration) ? Describe(proxy.Value, engine.Value.DefaultModel) : None,
            engine.Value.DefaultModel,
            engine.Value.ModelsPath,
            engine.Value.QueueSeconds,
            limits.Value.BodyBytes,
            bodies.Most,
            limits.Value.OriginTokens);
    }

    private static string Describe(ProxyOptions sidecar, string defaultModel) =>
        $"{sidecar.Mode.ToString().ToLowerInvariant()} before {new Uri(sidecar.Upstream!).GetLeftPart(UriPartial.Path)} with {sidecar.ModelBeside(defaultModel)}{(sidecar.FailClosed ? ", closed on failure" : "")}";

    [LoggerMessage(EventId = 2702, Level = LogLevel.Information, Message = "Keys: {Keys}. Redis: {Redis}. Sidecar: {Sidecar}. Model: {Model} of {ModelsPath}. Queue: {QueueSeconds} s. Bodies: {BodyBytes} bytes each, {BodyBytesInFlight} at once; {OriginTokens} tokens a request")]
    private static partial void LogStart(
        ILogger logger, string keys, string redis, string sidecar, string model, string modelsPath, double queueSeconds, long bodyBytes, long bodyBytesInFlight, int originTokens);
}
