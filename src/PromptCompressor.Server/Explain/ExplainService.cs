using System.Text.Json;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Explain;

/// <summary>Compresses as <see cref="CompressService"/> does, and tells of every word.</summary>
internal sealed class ExplainService(CompressService service)
{
    /// <param name="source">The request's JSON.</param>
    /// <param name="progress">Receives finished segments, from several threads.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public Task<ExplainResponse> ExplainAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation) =>
        RunAsync(source, progress, ExplainResponseBuilder.Build, cancellation);

    /// <inheritdoc cref="ExplainAsync"/>
    public Task<ExplainColumns> ExplainColumnsAsync(JsonElement source, IProgress<ScoringProgress>? progress, CancellationToken cancellation) =>
        RunAsync(source, progress, ExplainColumnsBuilder.Build, cancellation);

    private Task<T> RunAsync<T>(
        JsonElement source, IProgress<ScoringProgress>? progress, Func<CompressCommand, IReadOnlyList<CompressionResult>, T> build, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var request = CompressRequest.Fields.Read(source, errors);
        if (request.Mode == CompressRequest.ReferenceMode)
        {
            errors.Add("mode", $"must be '{CompressRequest.NativeMode}': what the library did with each word, its labels tell (/v1/llmlingua/compress_prompt).");
        }

        return service.ExplainAsync(request, errors, new CompressScope { Progress = progress }, BuildIfExplained, cancellation);

        T BuildIfExplained(CompressCommand command, IReadOnlyList<CompressionResult> results)
        {
            if (results.Any(result => result.Texts.Any(text => text.Words is null)))
            {
                errors.Add("mode", $"must be '{CompressRequest.NativeMode}': '{request.Mode}' does not decide word by word, so there is nothing to explain.");
                errors.ThrowIfAny();
            }

            return build(command, results);
        }
    }
}
