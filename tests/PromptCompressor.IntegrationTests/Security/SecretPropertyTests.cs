using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PromptCompressor.IntegrationTests.Caching;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Cli;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>Whatever a secret looks like and whichever setting holds it, it stands in no log, metric, trace, problem or answer.</summary>
public sealed class SecretPropertyTests
{
    private const int Cases = 5;

    /// <summary>Long enough that it stands nowhere by chance, with characters that mean something in addresses, lists, JSON and headers.</summary>
    private static readonly Gen<string> Secret = Gen.Char["abcdefXYZ0189.-_~!*@:/%+=?#&;$ ,\"\\<>{}"].Array[14, 30].Select(characters => $"s{new string(characters)}e");

    /// <summary>What a collector is sent in a header of its own, which takes no other characters.</summary>
    private static readonly Gen<string> Token = Gen.Char["abcdefXYZ0189.-_~"].Array[14, 30].Select(characters => new string(characters));

    private static readonly Gen<Secrets> All = Gen.Select(Secret, Secret, Secret, Token, Secret, Gen.Bool)
        .Select((user, password, key, collector, client, isAddress) => new Secrets(user, password, key, collector, client, isAddress));

    [Fact]
    public Task ASecretThatIsRead_StandsInNothingThatIsSaid() => All.SampleAsync(
        async secrets =>
        {
            await using var collector = await OtlpCollector.StartAsync();
            var log = new LogLines();
            var said = new StringBuilder();
            await using (var service = await ServiceHost.StartAsync(
                [
                    "--Cache:Redis:ConnectionString", secrets.Redis,
                    "--Security:ApiKeys:0:Name", "anna", "--Security:ApiKeys:0:Namespace", "x", "--Security:ApiKeys:0:Sha256", secrets.KeyHash,
                    "--Proxy:Upstream", "http://127.0.0.1:9", "--Logging:LogLevel:Default", "Trace",
                    .. collector.Settings.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value }), "--OTEL_EXPORTER_OTLP_HEADERS", $"authorization=Bearer {secrets.Collector}",
                ],
                services => services.AddSingleton<ILoggerProvider>(log)))
            {
                await service.UntilReadyAsync();
                foreach (var headers in secrets.HeadersOfClients)
                {
                    said.Append(await EveryAnswer.OfAsync(service.Client, headers));
                }

                await service.StopAsync();
            }

            said.AppendJoin('\n', log.All).AppendJoin('\n', collector.Received);
            Assert.True(collector.Has("traces", "compress"));
            Assert.Contains("Keys: 1. Redis: 127.0.0.1:9. Sidecar: compress before http://127.0.0.1:9/ with xlmr-mini-fast. Model: xlmr-mini of ", said.ToString(), StringComparison.Ordinal);
            Assert.All(secrets.ThatMustNotBeSaid, secret => Assert.DoesNotContain(secret, said.ToString(), StringComparison.OrdinalIgnoreCase));
        },
        iter: Cases,
        threads: 1);

    [Fact]
    public Task ASecretInAWrongPlaceOrForm_StopsTheStartUnseen() => Gen.Select(Secret, Gen.Int[0, WrongSettings("").Length - 1]).SampleAsync(
        async (secret, which) =>
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => ServiceHost.StartAsync(WrongSettings(secret)[which]));

            Assert.NotNull(SettingFailures.SentencesOf(failure));
            Assert.All(FormsOf(secret), form => Assert.DoesNotContain(form, failure.ToString(), StringComparison.OrdinalIgnoreCase));
        },
        iter: 60,
        threads: 1);

    private static string[][] WrongSettings(string secret) =>
    [
        ["--Security:ApiKeys", secret],
        ["--Security:ApiKeys:0", secret],
        ["--Security:ApiKeys:0:Key", secret],
        ["--Security:ApiKeys:0:Name", secret, "--Security:ApiKeys:0:Namespace", "x", "--Security:ApiKeys:0:Sha256", new string('0', 64)],
        ["--Security:ApiKeys:0:Name", "anna", "--Security:ApiKeys:0:Namespace", "x", "--Security:ApiKeys:0:Sha256", secret],
        ["--Proxy:Upstream", secret],
        ["--Proxy:Upstream", $"https://user:{Uri.EscapeDataString(secret)}@upstream.example"],
        ["--Proxy:Upstream", $"https://upstream.example/?key={Uri.EscapeDataString(secret)}"],
        ["--Proxy:Policy:ExemptKeys:0", secret],
        ["--Cache:Redis:Password", secret],
        ["--Cache:Redis:ConnectionString", $"redis://user:{secret}/x@127.0.0.1:9"],
        ["--Cache:Redis:ConnectionString", $"redis://user:{Uri.EscapeDataString(secret)}@127.0.0.1:9/0/x"],
        ["--Cache:Redis:ConnectionString", $"127.0.0.1:9,pasword={secret}"],
    ];

    /// <summary>In which it may stand in an address, in JSON, and as it is.</summary>
    private static string[] FormsOf(string secret) => [secret, Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString()];

    private sealed record Secrets(string User, string Password, string Key, string Collector, string Client, bool IsAddress)
    {
        public string KeyHash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

        /// <summary>As an address or as StackExchange.Redis writes it, where a comma would end the password.</summary>
        public string Redis => IsAddress ? $"redis://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@127.0.0.1:9/0" : $"127.0.0.1:9,user={WithoutCommas(User)},password={WithoutCommas(Password)}";

        /// <summary>A client with the key, as either header, one with another, and its credentials for the upstream.</summary>
        public (string Name, string Value)[][] HeadersOfClients =>
        [
            [("x-promptcompressor-key", Key), ("Authorization", $"Bearer {Client}")],
            [("Authorization", $"Bearer {Key}")],
            [("x-promptcompressor-key", Client)],
        ];

        public IEnumerable<string> ThatMustNotBeSaid => new[] { User, Password, WithoutCommas(User), WithoutCommas(Password), Key, KeyHash, Collector, Client }.SelectMany(FormsOf);

        private static string WithoutCommas(string text) => text.Replace(",", "", StringComparison.Ordinal);
    }
}
