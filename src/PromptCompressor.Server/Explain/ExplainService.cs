using System.Text.Json;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Explain;

/// <summary>Compresses as <see cref="CompressService"/> does, and tells of every word.</summary>
internal sealed class ExplainService(CompressService service)
{
    /// <param name="source">The request's JSON.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public async Task<ExplainResponse> ExplainAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation) =>
        ExplainResponseBuilder.Build(await RunAsync(source, progress, cancellation));

    /// <inheritdoc cref="ExplainAsync"/>
    public async Task<ExplainColumns> ExplainColumnsAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation) =>
        ExplainColumnsBuilder.Build(await RunAsync(source, progress, cancellation));

    private async Task<CompressOutcome> RunAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var request = CompressRequest.Fields.Read(source, errors);
        if (request.Mode == CompressRequest.ReferenceMode)
        {
            errors.Add("mode", $"must be '{CompressRequest.NativeMode}': what the library did with each word, its labels tell (/v1/llmlingua/compress_prompt).");
        }

        return await service.RunAsync(request, errors, progress, explain: true, cancellation);
    }
}
