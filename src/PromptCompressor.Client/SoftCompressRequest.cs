namespace PromptCompressor.Client;

/// <summary>Text to turn into embeddings for the model's generator. What is null is left to the service's defaults.</summary>
public sealed record SoftCompressRequest
{
    /// <summary>Texts whose rows follow each other.</summary>
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary>The soft model, one of <see cref="PromptCompressorClient.GetSoftModelsAsync"/>.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// <c>torch</c> (the service's default: vLLM's <c>prompt_embeds</c>), <c>json</c> (SGLang's <c>input_embeds</c>), <c>raw</c>, <c>npy</c> or <c>safetensors</c>.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>How a number of the payload is written: <c>bf16</c>, <c>f16</c> or <c>f32</c>.</summary>
    public string? Dtype { get; init; }

    /// <summary>Text that must reach the generator exactly: names of rules, or regular expressions between slashes.</summary>
    public IReadOnlyList<string>? Exact { get; init; }

    /// <summary>Whether the answer holds the payload. The service's default is true.</summary>
    public bool? ReturnData { get; init; }

    /// <summary>Whether the answer says which text became which rows. The service's default is true.</summary>
    public bool? ReturnSegments { get; init; }
}
