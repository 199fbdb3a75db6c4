using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.TestSupport;

/// <summary>An LLM's API that answers with the body that it got, or does what the header <see cref="Trouble"/> asks of it.</summary>
internal sealed class EchoUpstream : IAsyncDisposable
{
    /// <summary><c>reset</c>: the connection ends without an answer; <c>cut</c>: in the middle of one; <c>refuse</c>: 503.</summary>
    public const string Trouble = "x-trouble";

    private readonly WebApplication _app;

    private EchoUpstream(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<EchoUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new EchoUpstream(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var trouble = context.Request.Headers[Trouble].ToString();
        context.Response.StatusCode = trouble == "refuse" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (trouble is "reset")
        {
            context.Abort();
            return;
        }

        var sent = trouble is "cut" ? (int)body.Length / 2 : (int)body.Length;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, sent));
        await context.Response.Body.FlushAsync();
        if (trouble is "cut")
        {
            // Time for what was written to leave: with the connection it would be thrown away.
            await Task.Delay(50);
            context.Abort();
        }
    }
}
