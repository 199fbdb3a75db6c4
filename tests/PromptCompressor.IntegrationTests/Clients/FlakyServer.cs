using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>Answers 503 some times, then what the service answers.</summary>
internal sealed class FlakyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _service;
    private int _requests;

    private FlakyServer(Uri service, int failures)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _service = new HttpClient { BaseAddress = service };
        _app.Run(context => AnswerAsync(context, failures));
    }

    public Uri Address => new(_app.Urls.Single());

    public int Requests => _requests;

    public static async Task<FlakyServer> StartAsync(Uri service, int failures)
    {
        var server = new FlakyServer(service, failures);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _service.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, int failures)
    {
        if (Interlocked.Increment(ref _requests) <= failures)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "0";
            return;
        }

        using var content = new StreamContent(context.Request.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var answer = await _service.PostAsync(new Uri(context.Request.Path, UriKind.Relative), content);
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }
}
