using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Answers that come in pieces.</summary>
public sealed class StreamingTests : IDisposable, IClassFixture<SidecarFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeUpstream _upstream;
    private readonly HttpClient _client;

    public StreamingTests(SidecarFixture fixture) => (_upstream, _client) = (fixture.Upstream, fixture.Client);

    public void Dispose() => _upstream.Reset();

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/other")]
    public async Task FirstChunk_IsHeld_BeforeTheSecondMayBeSent(string path)
    {
        var firstIsHeld = new TaskCompletionSource();
        _upstream.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await firstIsHeld.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("data: two\n\n");
        };

        using var response = await SendAsync(path, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal("data: one\n\n", await ReadAsync(stream, "data: one\n\n".Length));
        firstIsHeld.SetResult();

        Assert.Equal("data: two\n\n", await ReadAsync(stream, "data: two\n\n".Length));
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientThatLeaves_ReachesTheUpstream(bool afterFirstChunk)
    {
        var arrived = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _upstream.Answer = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            if (afterFirstChunk)
            {
                await context.Response.WriteAsync("data: one\n\n");
                await context.Response.Body.FlushAsync();
            }

            arrived.SetResult();
            await left.Task.WaitAsync(Patience);
        };
        using var leaving = new CancellationTokenSource();

        var sending = SendAsync("/v1/chat/completions", leaving.Token);
        await arrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        if (afterFirstChunk)
        {
            (await sending).Dispose();
        }
        else
        {
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        await left.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Http2_WithTls_OnBothSides_KeepsTrailers()
    {
        using var certificate = Certificate();
        var caPath = Path.GetTempFileName();
        await File.WriteAllTextAsync(caPath, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var upstream = await FakeUpstream.StartAsync(listen => listen.UseHttps(certificate));
        await using var sidecar = await SidecarHost.StartAsync(
            upstream.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
            "--Proxy:CaCertificatePath", caPath, "--Kestrel:Endpoints:Main:Url", "http://127.0.0.1:0", "--Kestrel:Endpoints:Main:Protocols", "Http2");
        upstream.Answer = async context =>
        {
            context.Response.DeclareTrailer("x-after");
            await context.Response.WriteAsync("data: one\n\n");
            context.Response.AppendTrailer("x-after", "all");
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("""{"model":"gpt-4o","messages":[]}""", Encoding.UTF8, "application/json"),
        };

        using var response = await sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("data: one\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("all", response.TrailingHeaders.GetValues("x-after").Single());
        Assert.Equal("HTTP/2", upstream.Last.Protocol);
        File.Delete(caPath);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"),
        };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static async Task<string> ReadAsync(Stream stream, int length)
    {
        var buffer = new byte[length];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
