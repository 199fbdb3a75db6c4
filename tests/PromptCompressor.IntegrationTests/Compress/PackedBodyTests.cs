using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

public sealed class PackedBodyTests(ServiceFixture service)
{
    private const string Text = "The gate was painted green in the spring of 2024, and the fence behind it in the autumn of the same year, when the rain had stopped.";

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task Packed_IsAnsweredAsPlain(string encoding)
    {
        var body = new JsonObject { ["context"] = Text, ["rate"] = 0.5 }.ToJsonString();

        var (plain, packed) = (await SendAsync(Encoding.UTF8.GetBytes(body), null), await SendAsync(PackedBytes.Of(Encoding.UTF8.GetBytes(body), encoding), encoding));

        Assert.Equal(HttpStatusCode.OK, packed.Status);
        Assert.Equal((string)plain.Body["compressed_prompt"]!, (string)packed.Body["compressed_prompt"]!);
    }

    /// <summary>It takes as much as a body may have, and no more.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Bomb_Is413(string encoding)
    {
        var (status, body) = await SendAsync(PackedBytes.Of(new byte[1024 * 1024], encoding, times: 200), encoding);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (status, (string)body["code"]!));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Garbage_Is400(string encoding)
    {
        var (status, body) = await SendAsync(Encoding.UTF8.GetBytes("{ \"context\": \"not packed at all\" }"), encoding);

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (status, (string)body["code"]!));
    }

    /// <summary>Half of a text must not be taken for all of it, however well the half reads.</summary>
    [Theory]
    [InlineData("gzip", 2)]
    [InlineData("gzip", 1)]
    [InlineData("br", 2)]
    [InlineData("br", 1)]
    [InlineData("deflate", 2)]
    [InlineData("zstd", 2)]
    [InlineData("zstd", 1)]
    public async Task CutOff_Is400_AndNoLineOfItIsLost(string encoding, int parts)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"\"The gate {i} was painted green at {Guid.NewGuid()}.\"\n")));
        var (plain, packed) = (PackedBytes.Of(Encoding.UTF8.GetBytes(new JsonObject { ["context"] = Text }.ToJsonString()), encoding), PackedBytes.Of(lines, encoding));
        packed = parts == 1 ? packed[..^1] : packed[..(packed.Length / parts)];

        var (status, body) = await SendAsync(parts == 1 ? plain[..^1] : plain[..(plain.Length / parts)], encoding);
        using var content = new ByteArrayContent(packed) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson"), ContentEncoding = { encoding } } };
        using var warmed = await service.Client.PostAsync(new Uri("/v1/cache/warm", UriKind.Relative), content);
        var last = JsonNode.Parse((await warmed.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1])!;

        Assert.Equal((HttpStatusCode.BadRequest, "The body is not what its Content-Encoding says."), (status, (string)body["detail"]!));
        Assert.Equal((400, "The body is not what its Content-Encoding says."), ((int)last["status"]!, (string)last["error"]!["detail"]!));
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(byte[] body, string? encoding)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await service.Client.PostAsync(new Uri("/v1/compress", UriKind.Relative), content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
