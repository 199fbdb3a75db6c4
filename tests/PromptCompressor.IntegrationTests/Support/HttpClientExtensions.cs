using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace PromptCompressor.IntegrationTests.Support;

internal static class HttpClientExtensions
{
    public static async Task<JsonObject> PostAsync(this HttpClient client, string path, JsonNode body, HttpStatusCode expected = HttpStatusCode.OK) =>
        (JsonObject)JsonNode.Parse(await client.PostTextAsync(path, body.ToJsonString(), expected))!;

    /// <summary>Sends JSON as it is written and returns the answer as it came.</summary>
    public static async Task<string> PostTextAsync(this HttpClient client, string path, string json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} instead of {(int)expected}: {text[..Math.Min(2000, text.Length)]}");
        Assert.Equal(expected == HttpStatusCode.OK ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return text;
    }

    /// <summary>The lines of a streamed answer.</summary>
    public static async Task<List<JsonNode>> PostLinesAsync(this HttpClient client, string path, JsonObject body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    public static async Task<JsonObject> GetJsonAsync(this HttpClient client, string path) =>
        (JsonObject)JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
