using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Explain;

internal static class ExplainApi
{
    private const string Json = "application/json";

    public static IServiceCollection AddExplain(this IServiceCollection services)
    {
        services.TryAddSingleton<ExplainService>();
        return services.AddWireTypes(ExplainJsonContext.Wire);
    }

    public static void MapExplainApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/explain").WithTags("Explanation").ProducesProblems(CompressApi.Problems);

        group.MapPost("", Explain)
            .Accepts<CompressRequest>(Json)
            .WithName("Explain")
            .WithSummary("Compress, and explain for every word why it was kept or dropped")
            .WithDescription("Takes what `/v1/compress` takes, in mode `native`, and adds to its answer every word, and every line of structure, with its place, keep probability and reason, "
                + "the threshold, and the segments with the cache level that their scores came from. Positions are in UTF-16 code units.");

        group.MapPost("/stream", ExplainStream)
            .Accepts<CompressRequest>(Json)
            .Produces<StreamLine<ExplainResponse>>(StatusCodes.Status200OK, Ndjson.MediaType)
            .WithName("ExplainStream")
            .WithSummary("Explain, with progress while the work runs")
            .WithDescription("Answers with lines of JSON as `/v1/compress/stream` does; the last one has what `/v1/explain` answers.");

        group.MapPost("/columns", ExplainColumns)
            .Accepts<CompressRequest>(Json)
            .Produces<StreamLine<ExplainColumns>>(StatusCodes.Status200OK, Ndjson.MediaType)
            .WithName("ExplainColumns")
            .WithSummary("Explain in columns, for texts of many words")
            .WithDescription("Answers with lines as `/v1/explain/stream` does. The last one has lists with a number for each word, and strings with a letter for each, in place of an object for each: "
                + "a tenth of the bytes, for pages and data frames.");
    }

    public static async Task<Ok<ExplainResponse>> Explain(JsonBody body, ExplainService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.ExplainAsync(body.Root, null, cancellation));

    public static Task ExplainStream(JsonBody body, ExplainService service, ProgressStream stream, HttpResponse response, CancellationToken cancellation) =>
        stream.RunAsync(
            response, progress => service.ExplainAsync(body.Root, progress, cancellation), ExplainJsonContext.Wire.StreamLineExplainResponse, cancellation);

    public static Task ExplainColumns(JsonBody body, ExplainService service, ProgressStream stream, HttpResponse response, CancellationToken cancellation) =>
        stream.RunAsync(
            response, progress => service.ExplainColumnsAsync(body.Root, progress, cancellation), ExplainJsonContext.Wire.StreamLineExplainColumns, cancellation);
}
