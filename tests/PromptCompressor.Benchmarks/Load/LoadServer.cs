using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>A real service in a process of its own, on loopback.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private readonly ServiceProcess _process;

    private LoadServer(ServiceProcess process) => _process = process;

    /// <summary>Resident memory in MiB.</summary>
    public double Memory => _process.Memory;

    public static async Task<LoadServer> StartAsync(params string[] settings) =>
        new(await ServiceProcess.StartAsync(["--Engine:DefaultModel", LoadTexts.Model, .. settings]));

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
            using var response = await _process.Client.PostAsync(new Uri("/v1/compress", UriKind.Relative), content);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    /// <summary>As a client that does not wait for ever.</summary>
    /// <returns>The status, 0 if there was no answer in time; and when to come back, if that is told.</returns>
    public async Task<(int Status, TimeSpan? RetryAfter)> TrySendAsync(string context, CancellationToken patience)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(new JsonObject { ["context"] = context }.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _process.Client.PostAsync(new Uri("/v1/compress", UriKind.Relative), content, patience);
            return ((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return (0, null);
        }
    }

    public async Task<JsonNode> CacheAsync() => JsonNode.Parse(await _process.Client.GetStringAsync(new Uri("/v1/cache", UriKind.Relative)))!;

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
