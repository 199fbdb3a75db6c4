using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace PromptCompressor.Client;

/// <summary>
/// The PromptCompressor service over HTTP. Safe for use by several threads at once. All calls only read: they may be repeated, and
/// the same request gives the same output.
/// </summary>
public sealed class PromptCompressorClient
{
    /// <summary>The header that holds a key of the service.</summary>
    public const string ApiKeyHeader = "x-promptcompressor-key";

    /// <summary>So few that their answers wait in the socket while the body is still being sent, which HTTP/1.1 does first.</summary>
    private const int WarmLines = 100;

    private readonly ServiceHttp _service;

    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the service's. It stays the caller's to dispose of.</param>
    /// <exception cref="ArgumentException">It has no base address.</exception>
    public PromptCompressorClient(HttpClient http) => _service = new ServiceHttp(http);

    /// <summary>Compresses texts or messages.</summary>
    /// <param name="request">What to compress and how far.</param>
    /// <param name="cancellationToken">Ends the service's work too.</param>
    /// <exception cref="PromptCompressorException">The service refused the request or failed.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public Task<CompressResponse> CompressAsync(CompressRequest request, CancellationToken cancellationToken = default) =>
        _service.PostAsync("v1/compress", request, ClientJsonContext.Default.CompressRequest, ClientJsonContext.Default.CompressResponse, cancellationToken);

    /// <summary>Compresses one text as it is, whatever tags it may have.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rate">Share of the tokens to keep: above 0, at most 1.</param>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<CompressResponse> CompressAsync(string text, double rate = 0.5, CancellationToken cancellationToken = default) =>
        CompressAsync(new CompressRequest { Context = [text], Rate = rate, UseTags = false }, cancellationToken);

    /// <summary>Compresses, and reports progress while segments are scored: for long texts.</summary>
    /// <param name="progress">Told how far the work is, as often as there is time for.</param>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<CompressResponse> CompressAsync(
        CompressRequest request, IProgress<CompressionProgress> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var lines = _service.PostLinesAsync(
            "v1/compress/stream", request, ClientJsonContext.Default.CompressRequest, ClientJsonContext.Default.CompressLine, cancellationToken);
        return await LastAsync(lines, progress).ConfigureAwait(false);
    }

    /// <summary>Compresses several requests, each by itself: one that is wrong does not fail the others.</summary>
    /// <param name="requests">1 to 100 requests.</param>
    /// <returns>One answer for each request, in order.</returns>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<IReadOnlyList<BatchResult>> CompressBatchAsync(IReadOnlyList<CompressRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var response = await _service.PostAsync(
            "v1/compress/batch", new BatchRequest(requests), ClientJsonContext.Default.BatchRequest, ClientJsonContext.Default.BatchResponse, cancellationToken)
            .ConfigureAwait(false);
        return response.Items;
    }

    /// <summary>Compresses, and tells of every word why it was kept or dropped.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<ExplainResponse> ExplainAsync(CompressRequest request, CancellationToken cancellationToken = default) =>
        _service.PostAsync("v1/explain", request, ClientJsonContext.Default.CompressRequest, ClientJsonContext.Default.ExplainResponse, cancellationToken);

    /// <summary>Explains, and reports progress while segments are scored.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, IProgress{CompressionProgress}, CancellationToken)"/>
    public async Task<ExplainResponse> ExplainAsync(
        CompressRequest request, IProgress<CompressionProgress> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var lines = _service.PostLinesAsync(
            "v1/explain/stream", request, ClientJsonContext.Default.CompressRequest, ClientJsonContext.Default.ExplainLine, cancellationToken);
        return await LastAsync(lines, progress).ConfigureAwait(false);
    }

    /// <summary>
    /// Scores texts before they are asked for, so that later requests find them in the service's cache. Requests are sent as the answers are read.
    /// </summary>
    /// <param name="requests">As many as there are; of each only texts, model and what is protected matter.</param>
    /// <param name="model">The model of requests that name none; null for the service's default.</param>
    /// <param name="cancellationToken">Ends the service's work too.</param>
    /// <returns>One answer for each request, as soon as it is done and so in any order; one that is wrong fails alone.</returns>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async IAsyncEnumerable<WarmResult> WarmAsync(
        IEnumerable<CompressRequest> requests, string? model = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var path = model is null ? "v1/cache/warm" : $"v1/cache/warm?model={Uri.EscapeDataString(model)}";
        var sent = 0;
        foreach (var lines in requests.Chunk(WarmLines))
        {
            await foreach (var result in _service.PostLinesAsync(path, lines, ClientJsonContext.Default.CompressRequest, ClientJsonContext.Default.WarmResult, cancellationToken)
                .ConfigureAwait(false))
            {
                yield return result with { Line = sent + result.Line };
            }

            sent += lines.Length;
        }
    }

    /// <summary>Turns text into embeddings that one generator can read.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<SoftCompressResponse> SoftCompressAsync(SoftCompressRequest request, CancellationToken cancellationToken = default) => _service.PostAsync(
        "v1/soft/compress", request, ClientJsonContext.Default.SoftCompressRequest, ClientJsonContext.Default.SoftCompressResponse, cancellationToken);

    /// <summary>Builds a request for a vLLM server whose context goes as embeddings.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<SoftPromptResponse> SoftPromptAsync(SoftPromptRequest request, CancellationToken cancellationToken = default) => _service.PostAsync(
        "v1/soft/prompt", request, ClientJsonContext.Default.SoftPromptRequest, ClientJsonContext.Default.SoftPromptResponse, cancellationToken);

    /// <summary>The text as it was before it was compressed. The service keeps originals only with <c>Originals:Enabled</c>.</summary>
    /// <param name="hash">The hash in the mark at the end of the compressed text: 24 hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null if it is not, or no longer, there.</returns>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<OriginalText?> GetOriginalAsync(string hash, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hash);
        try
        {
            var path = $"compat/headroom/v1/retrieve/{Uri.EscapeDataString(hash)}";
            return await _service.GetAsync(path, ClientJsonContext.Default.OriginalText, cancellationToken).ConfigureAwait(false);
        }
        catch (PromptCompressorException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lines of a text as it was before it was compressed.</summary>
    /// <param name="hash">The hash in its mark.</param>
    /// <param name="query">Which lines; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null if there is no such text, or not any more.</returns>
    /// <exception cref="PromptCompressorException">The query is wrong, or the service cannot answer it.</exception>
    public async Task<OriginalPart?> GetOriginalPartAsync(string hash, OriginalQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hash);
        var culture = CultureInfo.InvariantCulture;
        (string Name, string? Value)[] parameters =
        [
            ("first_line", query?.FirstLine?.ToString(culture)),
            ("last_line", query?.LastLine?.ToString(culture)),
            ("search", query?.Search),
            ("max_characters", query?.MaxCharacters?.ToString(culture)),
        ];
        var given = string.Join("&", parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        try
        {
            return await _service.GetAsync($"v1/originals/{Uri.EscapeDataString(hash)}?{given}", ClientJsonContext.Default.OriginalPart, cancellationToken).ConfigureAwait(false);
        }
        catch (PromptCompressorException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The models that requests can name.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<IReadOnlyList<CompressionModel>> GetModelsAsync(CancellationToken cancellationToken = default) =>
        (await _service.GetAsync("v1/models", ClientJsonContext.Default.ModelList, cancellationToken).ConfigureAwait(false)).Models;

    /// <summary>The models that soft requests can name; none if the service has none.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<IReadOnlyList<SoftModel>> GetSoftModelsAsync(CancellationToken cancellationToken = default) =>
        (await _service.GetAsync("v1/models", ClientJsonContext.Default.ModelList, cancellationToken).ConfigureAwait(false)).SoftModels;

    private static async Task<T> LastAsync<T>(IAsyncEnumerable<StreamLine<T>> lines, IProgress<CompressionProgress> progress)
        where T : class
    {
        await foreach (var line in lines.ConfigureAwait(false))
        {
            if (line.Progress is { } done)
            {
                progress.Report(done);
            }
            else if (line.Error is { } problem)
            {
                throw new PromptCompressorException(problem, (HttpStatusCode)(problem.Status ?? (int)HttpStatusCode.InternalServerError));
            }
            else if (line.Result is { } result)
            {
                return result;
            }
        }

        throw new PromptCompressorException("The answer ended before its last line.", HttpStatusCode.OK);
    }
}
