using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>The real service with three keys, <c>key-of-anna</c> and so on. Anna and Carla share a namespace.</summary>
public sealed class KeyedService : IAsyncLifetime
{
    private readonly WebApplication _app = Server.Program.BuildApp(
        ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. Key(0, "anna", "x"), .. Key(1, "ben", "y"), .. Key(2, "carla", "x")]);

    public Uri Address => new(_app.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        using var anybody = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await anybody.GetAsync(new Uri(Address, "/health/ready"), patience.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, patience.Token);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The settings of one key, <c>key-of-</c> and the name.</summary>
    internal static string[] Key(int index, string name, string space) =>
    [
        $"--Security:ApiKeys:{index}:Name", name,
        $"--Security:ApiKeys:{index}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key-of-{name}"))),
        $"--Security:ApiKeys:{index}:Namespace", space,
    ];
}
