using System.Net.Sockets;
using Polly;
using Polly.Retry;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>
/// Tries to connect a few times. Only here is anything tried twice: before there is a connection no byte of a request can have
/// been received, after that it may have been, and a second POST may cost its sender a second answer.
/// </summary>
internal static class ConnectRetry
{
    private static readonly ResiliencePipeline Attempts = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SocketException>(),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    public static ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) =>
        Attempts.ExecuteAsync(static (context, token) => ConnectOnceAsync(context, token), context, cancellation);

    private static async ValueTask<Stream> ConnectOnceAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
