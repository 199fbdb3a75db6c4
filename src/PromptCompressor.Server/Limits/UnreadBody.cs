using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace PromptCompressor.Server.Limits;

/// <summary>
/// Reads what a refused request goes on to send, so that its client sees the answer instead of a reset. Kestrel would do so too, but as fast as it comes: a few large
/// uploads then keep the threads of all connections busy, and answers to small requests and probes wait for 0.3 s and more. Here the connection's buffer is emptied
/// piece by piece, few connections at a time; meanwhile it is full, and the client's own sending waits.
/// </summary>
internal static class UnreadBody
{
    /// <summary>Bytes that a connection's buffer holds.</summary>
    public const int PieceBytes = 256 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    /// <summary>Then Kestrel closes the connection.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Comes before everything that may answer without having read the body.</summary>
    public static void UseUnreadBodies(this WebApplication app) => app.Use(async (context, next) =>
    {
        var body = context.Request.Body;
        await next(context);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && HttpProtocol.IsHttp11(context.Request.Protocol) && MayBeLarge(context))
        {
            await ReadAsync(body, context.Response, context.RequestAborted);
        }
    });

    private static bool MayBeLarge(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && (context.Request.ContentLength ?? long.MaxValue) > PieceBytes;

    private static async Task ReadAsync(Stream body, HttpResponse response, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            time.CancelAfter(Longest);
            await response.CompleteAsync();
            while (await body.ReadAsync(buffer, time.Token) > 0)
            {
                await WaitForTurnAsync(time.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client left or takes too long, or the body was found broken: Kestrel ends the connection.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task WaitForTurnAsync(CancellationToken cancellation)
    {
        await Turns.WaitAsync(cancellation);
        try
        {
            await Task.Delay(Pause, cancellation);
        }
        finally
        {
            Turns.Release();
        }
    }
}
