using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;
using ZstdSharp;

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

        var (plain, packed) = (await SendAsync(Encoding.UTF8.GetBytes(body), null), await SendAsync(Pack(Encoding.UTF8.GetBytes(body), encoding), encoding));

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
        var (status, body) = await SendAsync(Pack(new byte[200 * 1024 * 1024], encoding), encoding);

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

    private static byte[] Pack(byte[] bytes, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
            _ => new CompressionStream(target, leaveOpen: true),
        })
        {
            packing.Write(bytes);
        }

        return target.ToArray();
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
