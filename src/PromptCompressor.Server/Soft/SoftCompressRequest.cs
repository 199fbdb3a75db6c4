namespace PromptCompressor.Server.Soft;

/// <summary>What to turn into embeddings, and in which form. A field that is null counts as absent; others than these are refused.</summary>
internal sealed record SoftCompressRequest
{
    /// <summary>The text, or a list of texts whose rows follow each other.</summary>
    public IReadOnlyList<string>? Context { get; init; }

    /// <summary>The soft model; <c>GET /v1/models</c> lists them under <c>soft_models</c>.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// <c>torch</c> (vLLM's <c>prompt_embeds</c>), <c>json</c> (SGLang's <c>input_embeds</c>), <c>raw</c>, <c>npy</c> or <c>safetensors</c>. With
    /// an <c>Accept</c> header of the format's own media type the answer is the payload alone.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>
    /// The numbers: <c>bf16</c>, <c>f16</c> or <c>f32</c>. All hold the same values, rounded to bf16; <c>f32</c> gains nothing but for
    /// readers without bf16. Default <c>bf16</c>, with <c>npy</c> <c>f32</c>.
    /// </summary>
    public string? Dtype { get; init; }

    /// <summary>
    /// What must reach the generator exactly: names of rules and regexes as in <c>protect</c> of <c>/v1/compress</c>, such as
    /// <c>["number", "identifier"]</c>. A segment of up to 20 tokens in which one of them finds something goes as the embeddings of its
    /// tokens, one row each. Default none.
    /// </summary>
    public IReadOnlyList<string>? Exact { get; init; }

    /// <summary>Whether the answer holds the payload; without, the rows are computed and cached all the same. Default true.</summary>
    public bool? ReturnData { get; init; }

    /// <summary>Whether the answer says which text became which rows. Default true.</summary>
    public bool? ReturnSegments { get; init; }
}
