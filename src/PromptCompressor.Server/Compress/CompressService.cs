using System.Text.Json;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>Answers one request, from whichever door it comes.</summary>
internal sealed class CompressService(CompressionEngine engine, CompressPlanner planner)
{
    /// <param name="source">The request's JSON.</param>
    /// <param name="progress">Receives finished segments, from several threads; null where progress is not shown.</param>
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
    /// <param name="progress">Receives finished segments, from several threads.</param>
    /// <inheritdoc cref="CompressAsync(JsonElement, IProgress{ScoringProgress}, CancellationToken)"/>
    public async Task<CompressResponse> CompressAsync(
        CompressRequest request, FieldErrors errors, IProgress<ScoringProgress>? progress, CancellationToken cancellation)
    {
        var (command, results) = await RunAsync(request, errors, progress, explain: false, cancellation);
        return ResponseBuilder.Build(command, results);
    }

    /// <param name="request">What to compress.</param>
    /// <param name="errors">What its reader has found wrong.</param>
    /// <param name="progress">Receives finished segments, from several threads.</param>
    /// <param name="explain">Whether the results say what their words were judged by.</param>
    /// <returns>What was run, and a result for each of its parts.</returns>
    /// <inheritdoc cref="CompressAsync(JsonElement, IProgress{ScoringProgress}, CancellationToken)"/>
    public async Task<(CompressCommand Command, IReadOnlyList<CompressionResult> Results)> RunAsync(
        CompressRequest request, FieldErrors errors, IProgress<ScoringProgress>? progress, bool explain, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var command = planner.Plan(request, errors, progress, explain);
        if (command.Parts is [var only])
        {
            return (command, [await command.Compressor.CompressAsync(only, cancellation)]);
        }

        var results = new CompressionResult[command.Parts.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = command.Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, results.Length, parallel, async (i, token) => results[i] = await command.Compressor.CompressAsync(command.Parts[i], token));
        return (command, results);
    }
}
