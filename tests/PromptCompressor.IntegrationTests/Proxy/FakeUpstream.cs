using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>A chat back end on a real socket that does what a test tells it and remembers what it was sent.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeUpstream(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>Answers requests. Unless set: 200 and an empty object.</summary>
    public RequestDelegate Answer { get; set; } = AnswerEmptyAsync;

    /// <summary>Requests since the last <see cref="Reset"/>, each with the body that had arrived when its answer began.</summary>
    public List<Received> Requests { get; } = [];

    public Received Last => Requests[^1];

    /// <param name="https">Listens with a certificate; HTTP/2 is then agreed on.</param>
    public static async Task<FakeUpstream> StartAsync(Action<ListenOptions>? https = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => https?.Invoke(listen));
        });
        var upstream = new FakeUpstream(builder.Build());
        upstream._app.Run(upstream.HandleAsync);
        await upstream._app.StartAsync();
        return upstream;
    }

    public void Reset()
    {
        Requests.Clear();
        Answer = AnswerEmptyAsync;
    }

    /// <summary>Reads the body before it answers.</summary>
    public static RequestDelegate Json(string json, int status = StatusCodes.Status200OK) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerEmptyAsync(HttpContext context) => Json("{}")(context);

    private async Task HandleAsync(HttpContext context)
    {
        // As large as it will be: some are a hundred megabytes.
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        if (!context.Request.Headers.ContainsKey("x-test-leave-body"))
        {
            await context.Request.Body.CopyToAsync(body);
        }

        lock (Requests)
        {
            Requests.Add(new Received(
                context.Request.Method,
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.Length == body.Capacity ? body.GetBuffer() : body.ToArray(),
                context.Request.Protocol));
        }

        await Answer(context);
    }
}

/// <param name="Target">As it stood in the request line.</param>
internal sealed record Received(string Method, string Target, Dictionary<string, string> Headers, byte[] Body, string Protocol)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
