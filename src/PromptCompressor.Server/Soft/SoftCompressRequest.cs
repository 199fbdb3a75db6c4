using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Soft;

/// <summary>What to turn into embeddings, and in which form. A field that is null counts as absent; others than these are refused.</summary>
/// <remarks><see cref="Fields"/> says what each field means.</remarks>
internal sealed record SoftCompressRequest
{
    public IReadOnlyList<string>? Context { get; init; }

    public string? Model { get; init; }

    public string? Format { get; init; }

    public string? Dtype { get; init; }

    public IReadOnlyList<string>? Exact { get; init; }

    public bool? ReturnData { get; init; }

    public bool? ReturnSegments { get; init; }

    public static RequestFields<SoftCompressRequest> Fields { get; } = new(
        new SoftCompressRequest(),
        [
            new TextOrTextsField<SoftCompressRequest>("context", "The text, or a list of texts whose rows follow each other.")
            {
                Most = Limit.Contexts,
                Missing = "is missing.",
                Get = request => request.Context,
                Set = (request, value) => request with { Context = value },
            },
            new TextField<SoftCompressRequest>("model", "The soft model; `GET /v1/models` lists them under `soft_models`.")
            {
                Get = request => request.Model,
                Set = (request, value) => request with { Model = value },
            },
            new ChoiceField<SoftCompressRequest>(
                "format",
                "`torch` (vLLM's `prompt_embeds`), `json` (SGLang's `input_embeds`), `raw`, `npy` or `safetensors`.",
                [.. PayloadFormat.All.Select(format => format.Name)])
            {
                Details = "With an `Accept` header of the format's own media type the answer is the payload alone.",
                Default = PayloadFormat.Torch.Name,
                Get = request => request.Format,
                Set = (request, value) => request with { Format = value },
            },
            new ChoiceField<SoftCompressRequest>(
                "dtype",
                "How a number of the payload is written: `bf16` (2 bytes), `f16` (2 bytes) or `f32` (4 bytes). If it is not given: `f32` with the format `npy`, which has no bf16, and `bf16` with the others.",
                EmbeddingTypes.Names)
            {
                Details = "All types hold the same values, rounded to bf16; `f32` gains nothing but for readers without bf16.",
                Get = request => request.Dtype,
                Set = (request, value) => request with { Dtype = value },
            },
            new TextsField<SoftCompressRequest>(
                "exact",
                "Text that must reach the generator exactly, such as numbers: names of rules, or regular expressions between slashes, as in `protect` of `/v1/compress`; none if it is not given.")
            {
                Details = "A segment (at most 20 tokens with the bundled model) in which one of the rules finds something is not compressed: each of its tokens becomes a row with the generator's own embedding of that token.",
                Most = Limit.ProtectEntries,
                Example = ["number", "identifier"],
                Get = request => request.Exact,
                Set = (request, value) => request with { Exact = value },
            },
            new FlagField<SoftCompressRequest>(
                "return_data",
                "Whether the answer holds the payload; without, the rows are computed and cached all the same.")
            {
                Default = true,
                Get = request => request.ReturnData,
                Set = (request, value) => request with { ReturnData = value },
            },
            new FlagField<SoftCompressRequest>("return_segments", "Whether the answer says which text became which rows.")
            {
                Default = true,
                Get = request => request.ReturnSegments,
                Set = (request, value) => request with { ReturnSegments = value },
            },
        ])
    {
        Rules = request => RulesOf(request.Context),
    };

    /// <summary>What holds for the text of all soft requests.</summary>
    public static IEnumerable<FieldError> RulesOf(IReadOnlyList<string>? context) =>
        context is { Count: > 0 } && context.All(string.IsNullOrEmpty) ? [new FieldError("context", "holds no text: a prompt needs a row at least.")] : [];
}
