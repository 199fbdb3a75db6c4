using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Info;

internal static class InfoApi
{
    public static IServiceCollection AddInfo(this IServiceCollection services) => services
        .AddHostedService<StartLine>()
        .AddWireTypes(InfoJsonContext.Wire);

    public static void MapInfoApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Service").ProducesProblems(StatusCodes.Status500InternalServerError);

        group.MapGet("/models", Models)
            .WithName("Models")
            .WithSummary("List the models")
            .WithDescription("What the field `model` of a request can name; those of `/v1/soft` under `soft_models`.")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/info", Info)
            .WithName("Info")
            .WithSummary("Show version, models and limits")
            .WithDescription("Version, models, limits, and the names that requests can use.");
    }

    public static Ok<ModelsResponse> Models(CompressionEngine engine)
    {
        engine.EnsureReady();
        return TypedResults.Ok(new ModelsResponse { Models = ModelsOf(engine), SoftModels = SoftModelsOf(engine) });
    }

    public static Ok<InfoResponse> Info(CompressionEngine engine, ITokenCounters counters, IOptions<LimitsOptions> limits) =>
        TypedResults.Ok(new InfoResponse
        {
            Version = ProgramVersion.Full,
            Ready = engine.IsReady,
            DefaultModel = engine.DefaultModel,
            Models = ModelsOf(engine),
            SoftModels = SoftModelsOf(engine),
            ExecutionProvider = engine.ExecutionProvider,
            Workers = engine.Workers,
            Limits = LimitsOf(limits.Value),
            ProtectionRules = RulesOf(),
            Tokenizers = counters.Known,
        });

    private static ModelResponse[] ModelsOf(CompressionEngine engine) => [.. engine.Models.Select(model => ModelOf(model, engine.DefaultModel))];

    private static ModelResponse ModelOf(LoadedModel model, string defaultModel) => new()
    {
        Id = model.Id,
        Default = model.Id == defaultModel,
        Revision = model.Revision,
        Sha256 = model.Sha256,
        Licence = model.Licence,
        Graph = model.Graph,
        Relevance = model.Questions is null ? "lexical" : "semantic",
        MaxTokens = model.MaxTokens,
    };

    private static SoftModelResponse[] SoftModelsOf(CompressionEngine engine) =>
    [
        .. engine.SoftModels.Select(model => new SoftModelResponse
        {
            Id = model.Id,
            Default = model == engine.DefaultSoftModel,
            Revision = model.Revision,
            Sha256 = model.Sha256,
            Licence = model.Licence,
            Generator = model.Generator,
            HiddenSize = model.HiddenSize,
            SegmentTokens = model.SegmentTokens,
            Rate = model.Rate,
            EmbedsTokens = model.EmbedsTokens,
        }),
    ];

    private static ProtectionRuleResponse[] RulesOf() =>
    [
        .. ProtectionRules.ByName.Values
            .OrderBy(rule => rule.Name, StringComparer.Ordinal)
            .Select(rule => new ProtectionRuleResponse { Name = rule.Name, Default = ProtectionRules.Default.Contains(rule) }),
    ];

    private static LimitsResponse LimitsOf(LimitsOptions limits) => new()
    {
        BodyBytes = limits.BodyBytes,
        Contexts = limits.Contexts,
        OriginTokens = limits.OriginTokens,
        BatchItems = limits.BatchItems,
        QuestionLength = limits.QuestionLength,
        ForceTokens = limits.ForceTokens,
        ForceTokenLength = limits.ForceTokenLength,
        SoftRows = limits.SoftRows,
        ProtectEntries = limits.ProtectEntries,
    };
}
