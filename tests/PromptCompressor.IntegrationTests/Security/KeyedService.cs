using System.Security.Cryptography;
using System.Text;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>The real service with three keys, <c>key-of-anna</c> and so on. Anna and Carla share a namespace.</summary>
public sealed class KeyedService : IAsyncLifetime
{
    private ServiceHost? _host;

    public Uri Address => _host!.Address;

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartReadyAsync([.. Key(0, "anna", "x"), .. Key(1, "ben", "y"), .. Key(2, "carla", "x")]);

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The settings of one key, <c>key-of-</c> and the name.</summary>
    internal static string[] Key(int index, string name, string space) =>
    [
        $"--Security:ApiKeys:{index}:Name", name,
        $"--Security:ApiKeys:{index}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key-of-{name}"))),
        $"--Security:ApiKeys:{index}:Namespace", space,
    ];
}
