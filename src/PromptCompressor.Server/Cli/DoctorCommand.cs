using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Caching.Admin;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Cli;

/// <summary>Starts the service on a port of its own, as it is set up, and says of each part whether it works and what to change.</summary>
internal static class DoctorCommand
{
    public const string Name = "doctor";

    /// <summary>New tokens that a usual tool result has; fewer within the time budget leave most of them uncompressed the first time.</summary>
    private const int UsualToolResult = 2000;

    private const string Models = "/v1/models";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static Command Create(string[] args, Func<string[], WebApplication> build)
    {
        var command = new Command(Name, "Check settings, models, speed, keys, Redis and the upstream, and print what to change. Takes settings as serve does.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((_, cancellation) => SettingFailures.CatchAsync(() => RunAsync(args[1..], build, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, Func<string[], WebApplication> build, CancellationToken cancellation)
    {
        // A port of its own and none of Kestrel:Endpoints, so that it can run beside the service; the log says only what stops it.
        await using var app = build([.. settings, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Critical", "--Logging:LogLevel:Microsoft.AspNetCore", "Critical"]);
        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Configure();
        var findings = new Findings(Console.Out);
        findings.Good("settings", "every value is within its bounds");
        await app.StartAsync(cancellation);
        if (await CheckModelsAsync(app, findings, cancellation))
        {
            await CheckSpeedAsync(app, findings, cancellation);
        }

        CheckKeys(app, findings);
        await CheckRedisAsync(app, findings, cancellation);
        await CheckUpstreamAsync(app, findings, cancellation);
        await app.StopAsync(CancellationToken.None);
        return findings.HasFailures ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static async Task<bool> CheckModelsAsync(WebApplication app, Findings findings, CancellationToken cancellation)
    {
        var engine = app.Services.GetRequiredService<CompressionEngine>();
        var start = Stopwatch.GetTimestamp();
        while (!engine.IsReady && !app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Task.Delay(Poll, cancellation);
        }

        if (!engine.IsReady)
        {
            findings.Failed("models", "cannot be loaded; the line above says why", "set Engine:ModelsPath to the folder of the models, or restore its files");
            return false;
        }

        findings.Good("models", string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", engine.Models.Select(model => model.Id))} on {engine.ExecutionProvider}, {engine.Workers} workers, loaded in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; default {engine.DefaultModel}"));
        return true;
    }

    private static async Task CheckSpeedAsync(WebApplication app, Findings findings, CancellationToken cancellation)
    {
        double perSecond;
        try
        {
            perSecond = await SpeedProbe.TokensPerSecondAsync(app.Services.GetRequiredService<IRewriteServices>(), cancellation);
        }
        catch (CompressionException e)
        {
            findings.Failed("speed", $"nothing can be compressed: {e.Message}", "raise Limits:OriginTokens or Engine:QueueSeconds");
            return;
        }

        var measured = string.Create(CultureInfo.InvariantCulture, $"about {perSecond:N0} new tokens of prose a second");
        if (!ProxyOptions.IsOn(app.Configuration))
        {
            findings.Good("speed", measured);
            return;
        }

        var budget = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.TimeBudgetMilliseconds;
        var within = perSecond * budget / 1000;
        var text = string.Create(CultureInfo.InvariantCulture, $"{measured}, {within:N0} within Proxy:TimeBudgetMilliseconds ({budget}); cached text and structure need no model");
        if (within >= UsualToolResult)
        {
            findings.Good("speed", text);
        }
        else
        {
            findings.Doubtful("speed", text, string.Create(
                CultureInfo.InvariantCulture, $"set Proxy:TimeBudgetMilliseconds to {Math.Ceiling(UsualToolResult / perSecond * 10) * 100:0} for {UsualToolResult:N0} tokens, use more cores, or set Proxy:Model to a faster model"));
        }
    }

    private static void CheckKeys(WebApplication app, Findings findings)
    {
        var keys = app.Services.GetRequiredService<IOptions<SecurityOptions>>().Value.ApiKeys;
        if (keys.Count > 0)
        {
            findings.Good("keys", string.Create(CultureInfo.InvariantCulture, $"{keys.Count}, in {keys.Select(key => key.Namespace).Distinct(StringComparer.Ordinal).Count()} namespaces"));
        }
        else
        {
            findings.Doubtful("keys", "none: every client that reaches the service may use it", "add Security:ApiKeys, unless the network lets in only callers that may use the service");
        }
    }

    private static async Task CheckRedisAsync(WebApplication app, Findings findings, CancellationToken cancellation)
    {
        var cache = app.Services.GetRequiredService<CacheAdmin>();
        if (cache.Describe().Redis is null)
        {
            findings.Good("redis", "none; each replica has a cache of its own in memory");
            return;
        }

        // A failure is one that the second attempt had, too.
        var start = Stopwatch.GetTimestamp();
        while (cache.Describe().Redis is { State: not "up", Failure: null } && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(Poll, cancellation);
        }

        var redis = cache.Describe().Redis!;
        var endpoints = string.Join(", ", redis.Endpoints);
        if (redis.State != "up")
        {
            findings.Failed("redis", $"{endpoints} is {redis.State}: {redis.Failure ?? "no answer"}", "correct Cache:Redis:ConnectionString, or start Redis; until then memory alone serves");
        }
        else if (!redis.Writable)
        {
            findings.Doubtful("redis", $"{endpoints} answers but does not store", "set maxmemory-policy allkeys-lru, or connect to the primary");
        }
        else
        {
            findings.Good("redis", $"{endpoints} answers");
        }
    }

    private static async Task CheckUpstreamAsync(WebApplication app, Findings findings, CancellationToken cancellation)
    {
        if (!ProxyOptions.IsOn(app.Configuration))
        {
            findings.Good("sidecar", "off; set Proxy:Upstream to put the service in front of an LLM's API");
            return;
        }

        // With the client that requests go through, so that its certificates and time limits are checked too.
        var upstream = app.Services.GetRequiredService<Upstream>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, upstream.Address + RequestTarget.WithoutVersion(Models, upstream.Address));
            using var response = await upstream.Client.SendAsync(request, patience.Token);
            findings.Good("sidecar", string.Create(CultureInfo.InvariantCulture, $"{upstream.Address} answers ({(int)response.StatusCode}, asked without a key)"));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            findings.Failed("sidecar", $"{upstream.Address} does not answer: {e.Message}", "correct Proxy:Upstream, or let the network through");
        }
    }
}
