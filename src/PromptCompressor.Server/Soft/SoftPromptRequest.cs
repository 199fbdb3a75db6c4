using System.Text.Json;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Soft;

/// <summary>A prompt whose context goes as embeddings. A field that is null counts as absent; others than these are refused.</summary>
/// <remarks><see cref="Fields"/> says what each field means.</remarks>
internal sealed record SoftPromptRequest
{
    public const string ChatRoute = "chat";
    public const string CompletionsRoute = "completions";

    public string? Route { get; init; }

    public string? System { get; init; }

    public string? Instruction { get; init; }

    public IReadOnlyList<string>? Context { get; init; }

    public string? Question { get; init; }

    public string? Model { get; init; }

    public string? ServedModel { get; init; }

    public string? Dtype { get; init; }

    public IReadOnlyList<string>? Exact { get; init; }

    public JsonElement? Parameters { get; init; }

    public static RequestFields<SoftPromptRequest> Fields { get; } = new(
        new SoftPromptRequest(),
        [
            new ChoiceField<SoftPromptRequest>(
                "route",
                "`chat`: a message with a `prompt_embeds` part, for vLLM of spring 2026 and later, which puts its own template and text around it. "
                    + "`completions`: one tensor of all of the prompt, template included, for older ones too.",
                [ChatRoute, CompletionsRoute])
            {
                Default = ChatRoute,
                Get = request => request.Route,
                Set = (request, value) => request with { Route = value },
            },
            new TextField<SoftPromptRequest>("system", "The system message; by default the generator's own.")
            {
                Most = Limit.QuestionLength,
                Get = request => request.System,
                Set = (request, value) => request with { System = value },
            },
            new TextField<SoftPromptRequest>("instruction", "Text of the user before the context, as it is.")
            {
                Most = Limit.QuestionLength,
                Get = request => request.Instruction,
                Set = (request, value) => request with { Instruction = value },
            },
            new TextOrTextsField<SoftPromptRequest>(
                "context",
                "The text, or a list of texts with an empty line between them. This is what is compressed.")
            {
                Most = Limit.Contexts,
                Missing = "is missing.",
                Get = request => request.Context,
                Set = (request, value) => request with { Context = value },
            },
            new TextField<SoftPromptRequest>("question", "Text of the user after the context, as it is.")
            {
                Most = Limit.QuestionLength,
                Get = request => request.Question,
                Set = (request, value) => request with { Question = value },
            },
            new TextField<SoftPromptRequest>("model", "The soft model; `GET /v1/models` lists them under `soft_models`.")
            {
                Get = request => request.Model,
                Set = (request, value) => request with { Model = value },
            },
            new TextField<SoftPromptRequest>(
                "served_model",
                "The generator's name on the server that the prompt goes to (vLLM's `--served-model-name`), written into `model` of the request that is built; "
                    + "if it is not given, the name under which the generator is published.")
            {
                Length = (1, 256),
                Get = request => request.ServedModel,
                Set = (request, value) => request with { ServedModel = value },
            },
            new ChoiceField<SoftPromptRequest>("dtype", "How a number of the embeddings is written: `bf16` (2 bytes), `f16` (2 bytes) or `f32` (4 bytes).", EmbeddingTypes.Names)
            {
                Default = EmbeddingTypes.NameOf(PayloadFormat.Torch.DefaultType),
                Get = request => request.Dtype,
                Set = (request, value) => request with { Dtype = value },
            },
            new TextsField<SoftPromptRequest>("exact", "Text that must reach the generator exactly, such as numbers: names of rules, or regular expressions between slashes, as in `protect` of `/v1/compress`; none if it is not given.")
            {
                Most = Limit.ProtectEntries,
                Example = ["number", "identifier"],
                Get = request => request.Exact,
                Set = (request, value) => request with { Exact = value },
            },
            new ParametersField(
                "parameters",
                "Further fields of the request that is built, such as `max_tokens` and `temperature`; copied as they are.")
            {
                Get = request => request.Parameters,
                Set = (request, value) => request with { Parameters = value },
            },
        ])
    {
        Rules = request => SoftCompressRequest.RulesOf(request.Context),
    };
}
