using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>A real service in a process of its own, on loopback.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly Task _log;
    private readonly HttpClient _client;

    private LoadServer(Process process, Uri address, Task log)
    {
        (_process, _log) = (process, log);
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>Resident memory in MiB.</summary>
    public double Memory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static async Task<LoadServer> StartAsync(params string[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PromptCompressor.Server.dll");
        string[] all = [program, "serve", "--urls", "http://127.0.0.1:0", "--Engine:DefaultModel", LoadTexts.Model, .. settings];
        var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(Listening) is [_, var address])
            {
                var server = new LoadServer(process, new Uri(address), process.StandardOutput.ReadToEndAsync());
                while (!(await server._client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    await Task.Delay(100);
                }

                return server;
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }

    /// <returns>The status; 0 if there was no answer.</returns>
    public Task<(int Status, string Body)> SendAsync(string context) => SendAsync(new JsonObject { ["context"] = context });

    /// <param name="request">Of <c>/v1/compress</c>.</param>
    /// <returns>The status; 0 if there was no answer.</returns>
    public async Task<(int Status, string Body)> SendAsync(JsonObject request)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _client.PostAsync(new Uri("/v1/compress", UriKind.Relative), content);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    public async Task<JsonNode> CacheAsync() => JsonNode.Parse(await _client.GetStringAsync(new Uri("/v1/cache", UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }
}
