using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Caching;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>The ways in which Redis is run.</summary>
public sealed class RedisSetupTests
{
    [Fact]
    public async Task Cluster_KeysOfManySlots_AreFoundAndCleared()
    {
        await using var backend = await RedisBackend.StartAsync("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1");
        await using var client = await backend.ConnectAsync();
        await client.GetDatabase().ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await Eventually.TrueAsync(async () => $"{await client.GetDatabase().ExecuteAsync("CLUSTER", "INFO")}".Contains("cluster_state:ok", StringComparison.Ordinal));

        await using var a = await CacheHost.StartReadyAsync(backend.ConnectionString);
        await using var b = await CacheHost.StartReadyAsync(backend.ConnectionString);
        var texts = CacheHost.Texts(2000);
        await a.SetSharedAsync(texts);

        var values = await b.GetAsync(texts);

        Assert.True(b.Get<RedisConnection>().IsCluster);
        Assert.Equal((0L, 0L, 0L, 2000L), (b.Redis.Reads.Rejected, b.Redis.Reads.Failed, b.Redis.Reads.TimedOut, b.Counters.Hits));
        Assert.Equal(texts.Select(CacheHost.Value), values);
        Assert.Equal(2000, await b.ClearAsync());
        Assert.All(await b.GetSharedAsync(texts), Assert.Null);
        Assert.Equal((0L, 0L), (b.Redis.Reads.Failed, b.Redis.Reads.TimedOut));
    }

    [Fact]
    public async Task Sentinel_LeadsToThePrimary()
    {
        await using var primary = await RedisBackend.StartAsync();
        await using var sentinel = await RedisBackend.StartSentinelAsync("mymaster", primary);
        await using var a = await CacheHost.StartReadyAsync($"{sentinel.ConnectionString},serviceName=mymaster");
        await using var b = await CacheHost.StartReadyAsync(primary.ConnectionString);

        await a.SetSharedAsync("a");

        Assert.NotNull((await b.GetAsync("a"))[0]);
    }

    [Fact]
    public async Task User_WithRightsOnItsKeysAlone_IsEnough()
    {
        await using var backend = await RedisBackend.StartAsync(
            "--user", "cache", "on", ">s3cret", "~promptcompressor:*", "+mget", "+get", "+set", "+setex", "+expire", "+unlink", "+scan", "+ping", "+echo", "+hello", "+client", "+info", "+cluster", "+config|get");
        await using var host = await CacheHost.StartReadyAsync($"{backend.ConnectionString},user=cache,password=s3cret", ("SlidingTtl", "true"));

        await host.SetSharedAsync("a");

        Assert.NotNull((await host.GetSharedAsync("a"))[0]);
        Assert.Equal(1, await host.ClearAsync());
        Assert.Equal((0L, 0L), (host.Redis.Reads.Failed, host.Redis.Writes.Failed));
    }

    [Fact]
    public async Task Tls_WithAPrivateAuthority_IsTrustedByItsFile()
    {
        var folder = Directory.CreateTempSubdirectory("redis-tls-");
        try
        {
            var (certificate, key) = WriteCertificate(folder.FullName);
            var port = FreePort.Find();
            await using var backend = await RedisBackend.StartAsync(
                "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
            await using var host = await CacheHost.StartReadyAsync($"localhost:{port},ssl=true", ("CaCertificatePath", certificate));
            await using var stranger = await CacheHost.StartAsync($"localhost:{port},ssl=true,connectTimeout=500");

            await host.SetSharedAsync("a");

            Assert.NotNull((await host.GetSharedAsync("a"))[0]);
            await stranger.UntilAsync(() => stranger.State.Reads == false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Start_BadConnectionString_SaysSoWithoutShowingIt()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--Cache:Redis:ConnectionString", "localhost,password=s3,cret=1"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Cache:Redis:ConnectionString", error, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", output + error, StringComparison.Ordinal);
    }

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(folder, "redis.crt"), Path.Combine(folder, "redis.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
