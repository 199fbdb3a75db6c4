using System.Text.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>A prompt whose context goes as embeddings. A field that is null counts as absent; others than these are refused.</summary>
internal sealed record SoftPromptRequest
{
    /// <summary>
    /// <c>chat</c>: a message with a <c>prompt_embeds</c> part, for vLLM of spring 2026 and later, which puts its own template and text
    /// around it. <c>completions</c>: one tensor of all of the prompt, template included, for older ones too. Default <c>chat</c>.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>System message; default the generator's own.</summary>
    public string? System { get; init; }

    /// <summary>Text of the user before the context, as it is.</summary>
    public string? Instruction { get; init; }

    /// <summary>The text, or a list of texts with an empty line between them. This is what is compressed.</summary>
    public IReadOnlyList<string>? Context { get; init; }

    /// <summary>Text of the user after the context, as it is.</summary>
    public string? Question { get; init; }

    /// <summary>The soft model; <c>GET /v1/models</c> lists them under <c>soft_models</c>.</summary>
    public string? Model { get; init; }

    /// <summary>What the server calls the generator; default the generator's own name.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The numbers: <c>bf16</c> (default), <c>f16</c> or <c>f32</c>.</summary>
    public string? Dtype { get; init; }

    /// <summary>What must reach the generator exactly, as in <c>/v1/soft/compress</c>.</summary>
    public IReadOnlyList<string>? Exact { get; init; }

    /// <summary>Further fields of the request that is built, such as <c>max_tokens</c> and <c>temperature</c>; copied as they are.</summary>
    public JsonElement? Parameters { get; init; }
}
