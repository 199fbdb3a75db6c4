using System.Text.Json;

namespace PromptCompressor.Client;

/// <summary>A prompt whose context goes to vLLM as embeddings. What is null is left to the service's defaults.</summary>
public sealed record SoftPromptRequest
{
    /// <summary><c>chat</c>, the service's default, or <c>completions</c>.</summary>
    public string? Route { get; init; }

    /// <summary>The system message; by default the generator's own.</summary>
    public string? System { get; init; }

    /// <summary>Text of the user before the context, as it is.</summary>
    public string? Instruction { get; init; }

    /// <summary>Texts that are compressed, with an empty line between them.</summary>
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary>Text of the user after the context, as it is.</summary>
    public string? Question { get; init; }

    /// <summary>The soft model, one of <see cref="PromptCompressorClient.GetSoftModelsAsync"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The generator's name on the server that the prompt goes to.</summary>
    public string? ServedModel { get; init; }

    /// <summary>How a number of the embeddings is written: <c>bf16</c>, <c>f16</c> or <c>f32</c>.</summary>
    public string? Dtype { get; init; }

    /// <summary>Text that must reach the generator exactly: names of rules, or regular expressions between slashes.</summary>
    public IReadOnlyList<string>? Exact { get; init; }

    /// <summary>Further fields of the request that is built, such as <c>max_tokens</c>; copied as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Parameters { get; init; }
}

/// <summary>A request for a vLLM server, to be sent as it is.</summary>
public sealed record SoftPromptResponse
{
    /// <summary>Where to send it: <c>/v1/chat/completions</c> or <c>/v1/completions</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Rows of the tensor.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers in a row: the generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The generator's tokens that the context has.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Rows of the context.</summary>
    public required int ContextRows { get; init; }

    /// <summary>How many names of special tokens stood in the given texts and were written so that they are text.</summary>
    public required int Neutralized { get; init; }

    /// <summary>The model that compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>What the service's cache saved.</summary>
    public required CacheUse Cache { get; init; }

    /// <summary>Milliseconds by stage.</summary>
    public required SoftTimings TimingsMs { get; init; }
}
