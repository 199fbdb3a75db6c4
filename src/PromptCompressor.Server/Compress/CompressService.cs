using System.Runtime.InteropServices;
using System.Text.Json;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.Server.Compress;

/// <summary>Answers one request, from whichever door it comes.</summary>
/// <param name="recoverable">Keeps originals and puts their hashes into marks; null if that is off.</param>
internal sealed class CompressService(CompressionEngine engine, CompressPlanner planner, LargeWork large, RecoverableTexts? recoverable = null)
{
    /// <param name="source">The request's JSON.</param>
    /// <param name="scope">What it shares with others of the same call.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public Task<CompressResponse> CompressAsync(JsonElement source, CompressScope scope, CancellationToken cancellation)
    {
        engine.EnsureReady();
        return large.RunAsync(JsonMarshal.GetRawUtf8Value(source).Length, ReadAndRunAsync, cancellation);

        Task<CompressResponse> ReadAndRunAsync()
        {
            var errors = new FieldErrors();
            return RunAsync(CompressRequest.Fields.Read(source, errors), errors, scope, explain: false, ResponseBuilder.Build, cancellation);
        }
    }

    /// <param name="request">What to compress.</param>
    /// <param name="errors">What its reader has found wrong.</param>
    /// <param name="scope">What it shares with others of the same call.</param>
    /// <inheritdoc cref="CompressAsync(JsonElement, CompressScope, CancellationToken)"/>
    public Task<CompressResponse> CompressAsync(CompressRequest request, FieldErrors errors, CompressScope scope, CancellationToken cancellation)
    {
        engine.EnsureReady();
        return large.RunAsync(LengthOf(request), () => RunAsync(request, errors, scope, explain: false, ResponseBuilder.Build, cancellation), cancellation);
    }

    /// <param name="request">What to compress.</param>
    /// <param name="errors">What its reader has found wrong.</param>
    /// <param name="scope">Receives its progress.</param>
    /// <param name="build">Makes the answer of what was run and a result for each of its parts, which say what their words were judged by.</param>
    /// <inheritdoc cref="CompressAsync(JsonElement, CompressScope, CancellationToken)"/>
    public Task<T> ExplainAsync<T>(
        CompressRequest request, FieldErrors errors, CompressScope scope, Func<CompressCommand, IReadOnlyList<CompressionResult>, T> build, CancellationToken cancellation)
    {
        engine.EnsureReady();
        return large.RunAsync(LengthOf(request), () => RunAsync(request, errors, scope, explain: true, (command, results, _) => build(command, results), cancellation), cancellation);
    }

    private async Task<T> RunAsync<T>(
        CompressRequest request,
        FieldErrors errors,
        CompressScope scope,
        bool explain,
        Func<CompressCommand, IReadOnlyList<CompressionResult>, IReadOnlyList<string?>?, T> build,
        CancellationToken cancellation)
    {
        var command = planner.Plan(request, errors, scope, explain, cancellation);
        var marking = explain || !scope.KeepsOriginals ? null : recoverable;
        var results = await CompressEachAsync(command, marking, cancellation);
        return build(command, [.. results.Select(one => one.Result)], marking is null ? null : [.. results.SelectMany(one => one.Hashes!)]);
    }

    /// <summary>Compresses parts a few at a time; they are let in or refused together, so the queue is told of all of them first.</summary>
    private static async Task<(CompressionResult Result, string?[]? Hashes)[]> CompressEachAsync(CompressCommand command, RecoverableTexts? marking, CancellationToken cancellation)
    {
        var results = new (CompressionResult Result, string?[]? Hashes)[command.Parts.Count];
        using var tickets = command.Ticket.Split(command.Parts.Select(part => ExpectedWork.Of(part.Contexts)));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = command.Parallelism, CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        await Parallel.ForAsync(0, results.Length, parallel, async (i, token) =>
            results[i] = await tickets.RunAsync(i, ticket => RunAsync(command.Compressor, command.Parts[i] with { Ticket = ticket }, marking, token)));
        return results;
    }

    private static async Task<(CompressionResult Result, string?[]? Hashes)> RunAsync(
        IPromptCompressor compressor, CompressionRequest request, RecoverableTexts? marking, CancellationToken cancellation)
    {
        if (marking is null)
        {
            return (await compressor.CompressAsync(request, cancellation), null);
        }

        // What was compressed before keeps its hashes.
        request = request.Protect.Count == 0 ? request : request with { Protect = [.. request.Protect, OriginalMarkRule.Instance] };
        var plain = await compressor.CompressAsync(request, cancellation);
        var (marked, hashes) = await marking.MarkAsync(request, plain, cancellation);
        if (marked.CompressedTokens > request.TargetTokens && plain.CompressedTokens <= request.TargetTokens)
        {
            // The hashes need room: what they take is taken from the texts, or they stay out of the text.
            var target = Math.Max(1, request.TargetTokens.Value - (marked.CompressedTokens - plain.CompressedTokens));
            (marked, hashes) = await marking.MarkAsync(request, await compressor.CompressAsync(request with { TargetTokens = target, Progress = null }, cancellation), cancellation);
            marked = marked.CompressedTokens <= request.TargetTokens ? marked : plain;
        }

        return (marked.CompressedTokens < marked.OriginTokens ? marked : plain, hashes);
    }

    private static long LengthOf(CompressRequest request) =>
        (request.Context?.Sum(text => (long)(text?.Length ?? 0)) ?? 0) + (request.Messages?.Sum(message => message.Texts.Sum(text => (long)text.Text.Length)) ?? 0);
}
