namespace PromptCompressor.Server.Shutdown;

/// <summary>Whether the service is about to stop, and which requests it has not answered. Thread-safe.</summary>
internal sealed class Departure
{
    private volatile bool _isAnnounced;
    private int _underWay;

    /// <summary>Requests should go elsewhere, though they are still answered.</summary>
    public bool IsAnnounced => _isAnnounced;

    /// <summary>Requests that are being answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public void Announce() => _isAnnounced = true;

    /// <summary>Counts a request. Connections end with the first answer after the announcement, so that none is closed between two requests.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            context.Response.OnStarting(() =>
            {
                if (_isAnnounced && HttpProtocol.IsHttp11(context.Request.Protocol))
                {
                    context.Response.Headers.Connection = "close";
                }

                return Task.CompletedTask;
            });
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
