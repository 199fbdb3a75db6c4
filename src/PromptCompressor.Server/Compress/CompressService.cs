using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Reference;

namespace PromptCompressor.Server.Compress;

/// <summary>Answers one request, from whichever door it comes.</summary>
internal sealed class CompressService(CompressionEngine engine, CompressPlanner planner, ReferenceMode reference, IOptions<LimitsOptions> limits)
{
    /// <param name="source">The request's JSON.</param>
    /// <param name="progress">Told of finished segments, from several threads; null if nobody waits for it.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public Task<CompressResponse> CompressAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        return CompressAsync(CompressRequest.Fields.Read(source, errors), errors, progress, cancellation);
    }

    /// <param name="request">What to compress.</param>
    /// <param name="errors">What its reader has found wrong.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <inheritdoc cref="CompressAsync(JsonElement, IProgress{ScoringProgress}, CancellationToken)"/>
    public async Task<CompressResponse> CompressAsync(
        CompressRequest request, FieldErrors errors, IProgress<ScoringProgress>? progress, CancellationToken cancellation) =>
        (await RunAsync(request, errors, progress, explain: false, cancellation)).Response;

    /// <param name="request">What to compress.</param>
    /// <param name="errors">What its reader has found wrong.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <param name="explain">Whether the results say what their words were judged by.</param>
    /// <inheritdoc cref="CompressAsync(JsonElement, IProgress{ScoringProgress}, CancellationToken)"/>
    public async Task<CompressOutcome> RunAsync(
        CompressRequest request, FieldErrors errors, IProgress<ScoringProgress>? progress, bool explain, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var start = Stopwatch.GetTimestamp();
        var plan = planner.Plan(request, errors);
        plan = plan with { Options = plan.Options with { Progress = progress, Explain = explain } };
        var texts = request.Context ?? [.. request.Messages!.SelectMany(message => message.Texts, (_, text) => text.Text)];
        TokenLimit.Check([.. texts, request.Instruction ?? ""], plan.Options.Counter, limits.Value.OriginTokens);

        var compressor = engine.CompressorOf(plan.Model);
        var outcome = request.Mode == CompressRequest.ReferenceMode
            ? new CompressOutcome(await reference.RunAsync(plan, cancellation), [])
            : request.Messages is { } messages
            ? await MessageCompression.RunAsync(messages, plan, compressor, plan.Model.Scorer.Parallelism, cancellation)
            : ContextsOutcome(plan, await compressor.CompressAsync(plan.For(texts), cancellation));
        var timings = outcome.Response.TimingsMs with { Total = ResponseBuilder.Milliseconds(Stopwatch.GetElapsedTime(start)) };
        return outcome with { Response = outcome.Response with { TimingsMs = timings } };
    }

    private static CompressOutcome ContextsOutcome(CompressPlan plan, CompressionResult result) => new(ResponseBuilder.ForContexts(plan, result), [result]);
}
