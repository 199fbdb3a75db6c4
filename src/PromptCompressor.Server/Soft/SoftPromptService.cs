using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Soft;

/// <summary>Builds whole requests for vLLM.</summary>
internal sealed class SoftPromptService(CompressionEngine engine, SoftService soft, IOptions<LimitsOptions> limits)
{
    /// <summary>Between texts, and between text and embeddings: what the soft models of this project were trained with.</summary>
    private const string Gap = "\n\n";

    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public async Task<SoftPromptResponse> BuildAsync(JsonElement source, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var errors = new FieldErrors();
        var request = SoftPromptRequest.Fields.Read(source, errors);
        SoftPromptRequest.Fields.Check(request, limits.Value, errors);
        var (model, exact) = errors.Take(soft.Resolve(request.Model, request.Exact));
        if (request.Route == SoftPromptRequest.CompletionsRoute && model is { EmbedsTokens: false } or { Chat: null })
        {
            errors.Add("route", $"cannot be '{request.Route}': the model '{model.Id}' does not bring the generator's token embeddings and template.");
        }

        errors.ThrowIfAny();

        var type = request.Dtype is { } dtype ? EmbeddingTypes.Find(dtype) : PayloadFormat.Torch.DefaultType;
        (List<int> Before, List<int> After)? prompt = request.Route == SoftPromptRequest.CompletionsRoute ? Frame(model!, request) : null;
        var room = limits.Value.SoftRows - (prompt?.Before.Count + prompt?.After.Count ?? 0);
        var context = await soft.EmbedAsync(model!, [string.Join(Gap, request.Context!)], exact, room, cancellation);
        var servedModel = request.ServedModel ?? model!.Generator;
        return prompt is { } frame
            ? OfCompletions(request, context, frame, type!.Value, servedModel)
            : OfChat(request, context, type!.Value, servedModel);
    }

    private static SoftPromptResponse OfChat(SoftPromptRequest request, SoftRows context, EmbeddingType type, string servedModel)
    {
        var found = 0;
        var names = context.Model.SpecialTokens.ToArray();
        var system = request.System is { } text ? SpecialText.Neutralize(text, names, ref found) : null;
        var before = SpecialText.Neutralize(BeforeOf(request), names, ref found);
        var after = SpecialText.Neutralize(AfterOf(request), names, ref found);
        var rows = context.Embeddings.Matrix.As(type);
        var body = VllmBody.Chat(servedModel, system, before, rows, after, request.Parameters);
        return ResponseOf("/v1/chat/completions", body, rows, context) with { Neutralized = found };
    }

    private static SoftPromptResponse OfCompletions(
        SoftPromptRequest request, SoftRows context, (List<int> Before, List<int> After) frame, EmbeddingType type, string servedModel)
    {
        var model = context.Model;
        var rows = model.Concat(model.EmbedTokens(frame.Before), context.Embeddings.Matrix, model.EmbedTokens(frame.After)).As(type);
        return ResponseOf("/v1/completions", VllmBody.Completions(servedModel, rows, request.Parameters), rows, context);
    }

    private static SoftPromptResponse ResponseOf(string path, RawJson body, EmbeddingMatrix rows, SoftRows context) => new()
    {
        Path = path,
        Body = body,
        Rows = rows.Rows,
        HiddenSize = rows.Columns,
        OriginTokens = context.OriginTokens,
        ContextRows = context.Embeddings.Matrix.Rows,
        Neutralized = 0,
        Model = context.ModelUsed,
        Cache = context.Cache,
        TimingsMs = context.Timings,
    };

    private static (List<int> Before, List<int> After) Frame(SoftModel model, SoftPromptRequest request) =>
        model.Chat!.Around(request.System, BeforeOf(request), AfterOf(request));

    private static string BeforeOf(SoftPromptRequest request) => string.IsNullOrEmpty(request.Instruction) ? "" : request.Instruction + Gap;

    private static string AfterOf(SoftPromptRequest request) => string.IsNullOrEmpty(request.Question) ? "" : Gap + request.Question;
}
