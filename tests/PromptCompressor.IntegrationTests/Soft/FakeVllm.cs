using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.IntegrationTests.Soft;

/// <summary>
/// What a vLLM with <c>--enable-prompt-embeds</c> makes of embeddings before the model sees them: strict base64, a tensor of two
/// dimensions, the model's hidden size, floating numbers. Answers with the rows it took, and with 400 to all else.
/// </summary>
internal sealed class FakeVllm : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly int _hiddenSize;

    private FakeVllm(WebApplication app, int hiddenSize) => (_app, _hiddenSize) = (app, hiddenSize);

    public HttpClient Client { get; private set; } = new();

    public static async Task<FakeVllm> StartAsync(int hiddenSize)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var fake = new FakeVllm(builder.Build(), hiddenSize);
        fake._app.MapPost("/v1/chat/completions", http => AnswerAsync(http, fake.Chat));
        fake._app.MapPost("/v1/completions", http => AnswerAsync(http, fake.Completions));
        await fake._app.StartAsync();
        fake.Client = new HttpClient { BaseAddress = new Uri(fake._app.Urls.Single()) };
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext http, Func<JsonNode, int> read)
    {
        try
        {
            var body = (await JsonNode.ParseAsync(http.Request.Body))!;
            var rows = read(body);
            await http.Response.WriteAsync($$"""{"rows":{{rows}}}""");
        }
        catch (Exception e)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(e.Message);
        }
    }

    private int Completions(JsonNode body) => Rows((string)body["prompt_embeds"]!);

    private int Chat(JsonNode body)
    {
        var rows = 0;
        foreach (var message in body["messages"]!.AsArray())
        {
            foreach (var part in message!["content"] is JsonArray parts ? parts : [])
            {
                rows += (string)part!["type"]! == "prompt_embeds" ? Rows((string)part["data"]!) : Text((string)part["text"]!);
            }

            if (message["content"] is JsonValue text)
            {
                Text((string)text!);
            }
        }

        return rows;
    }

    /// <summary>The real one would lay embeddings over it; here it is a fault of whoever built the request.</summary>
    private static int Text(string text) =>
        text.Contains("<prompt_embeds>", StringComparison.Ordinal) ? throw new InvalidDataException("a placeholder in the text") : 0;

    private int Rows(string base64)
    {
        var text = Encoding.ASCII.GetBytes(base64);
        if (base64.Any(char.IsWhiteSpace) || !base64.All(char.IsAscii) || text.Length % 4 != 0)
        {
            throw new InvalidDataException("no strict base64");
        }

        var file = new byte[text.Length];
        if (Base64.DecodeFromUtf8(text, file, out _, out var length) != OperationStatus.Done)
        {
            throw new InvalidDataException("no strict base64");
        }

        var (storage, shape, bytes) = TorchReader.Read(file[..length]);
        if (shape.Length == 3 && shape[0] == 1)
        {
            shape = shape[1..];
        }

        if (shape.Length != 2 || shape[1] != _hiddenSize)
        {
            throw new InvalidDataException($"the shape is ({string.Join(", ", shape)}), the hidden size {_hiddenSize}");
        }

        if (storage == "LongStorage")
        {
            throw new InvalidDataException("no floating numbers");
        }

        // The real one does not look; a model that gets these answers nonsense.
        if (!AllFinite(storage, bytes))
        {
            throw new InvalidDataException("not finite");
        }

        return (int)shape[0];
    }

    private static bool AllFinite(string storage, byte[] bytes)
    {
        var (size, exponent) = storage switch { "FloatStorage" => (4, 0x7F80), "BFloat16Storage" => (2, 0x7F80), _ => (2, 0x7C00) };
        for (var i = size - 2; i < bytes.Length; i += size)
        {
            if ((BitConverter.ToUInt16(bytes, i) & exponent) == exponent)
            {
                return false;
            }
        }

        return true;
    }
}
