using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Proxy.Policy;
using Yarp.ReverseProxy.Forwarder;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>The one place requests go on to. Nothing in a request can choose another.</summary>
internal sealed partial class Upstream : IDisposable
{
    private const string Example = "/v1/chat/completions";

    public Upstream(IOptions<ProxyOptions> options, ILogger<Upstream> logger)
    {
        var settings = options.Value;
        Address = settings.Upstream!.TrimEnd('/');
        var example = Address + RequestTarget.WithoutVersion(Example, Address);
        LogMapping(logger, Example, example);
        RequestConfig = new ForwarderRequestConfig
        {
            ActivityTimeout = TimeSpan.FromSeconds(settings.ActivityTimeoutSeconds),
            AllowResponseBuffering = false,
        };
        Client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // What the upstream answers is the client's to deal with: redirects, cookies and compressed bodies too.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,

            // As they were read; Kestrel, too, takes nothing but UTF-8.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(settings.ConnectTimeoutSeconds),

            // Hosted APIs change their addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectRetry.ConnectAsync,
            SslOptions = SslOptionsOf(settings.CaCertificatePath),

            // The client's own trace headers go through as they came.
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; }

    public ForwarderRequestConfig RequestConfig { get; }

    public HttpMessageInvoker Client { get; }

    public void Dispose() => Client.Dispose();

    [LoggerMessage(EventId = 2604, Level = LogLevel.Information, Message = "Requests go on to the upstream: {Path} as {Address}")]
    private static partial void LogMapping(ILogger logger, string path, string address);

    private static SslClientAuthenticationOptions SslOptionsOf(string? caPath)
    {
        if (caPath is null)
        {
            return new SslClientAuthenticationOptions();
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caPath);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
