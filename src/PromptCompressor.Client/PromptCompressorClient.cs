using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PromptCompressor.Client;

/// <summary>
/// The PromptCompressor service over HTTP. Safe for use by several threads at once. All calls only read: they may be repeated, and
/// the same request gives the same output.
/// </summary>
public sealed class PromptCompressorClient
{
    /// <summary>The header that holds a key of the service.</summary>
    public const string ApiKeyHeader = "x-promptcompressor-key";

    private const string ProblemMediaType = "application/problem+json";

    private readonly HttpClient _http;
    private readonly Uri _address;

    /// <param name="http">Whose <see cref="HttpClient.BaseAddress"/> is the service's. It stays the caller's to dispose of.</param>
    /// <exception cref="ArgumentException">It has no base address.</exception>
    public PromptCompressorClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = http.BaseAddress ?? throw new ArgumentException("BaseAddress must be the address of the service.", nameof(http));

        // Without the slash the last part of a path would be taken for a file beside which the routes are.
        _address = address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
        _http = http;
    }

    /// <summary>Compresses texts or messages.</summary>
    /// <param name="request">What to compress and how far.</param>
    /// <param name="cancellationToken">Ends the service's work too.</param>
    /// <exception cref="PromptCompressorException">The service refused the request or failed.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public Task<CompressResponse> CompressAsync(CompressRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("v1/compress", request, ClientJsonContext.Default.CompressResponse, cancellationToken);

    /// <summary>Compresses one text as it is, whatever tags it may have.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rate">Share of the tokens to keep: above 0, at most 1.</param>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<CompressResponse> CompressAsync(string text, double rate = 0.5, CancellationToken cancellationToken = default) =>
        CompressAsync(new CompressRequest { Context = [text], Rate = rate, UseTags = false }, cancellationToken);

    /// <summary>Compresses, and tells of every word why it was kept or dropped.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public Task<ExplainResponse> ExplainAsync(CompressRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("v1/explain", request, ClientJsonContext.Default.ExplainResponse, cancellationToken);

    /// <summary>The models that requests can name.</summary>
    /// <inheritdoc cref="CompressAsync(CompressRequest, CancellationToken)"/>
    public async Task<IReadOnlyList<CompressionModel>> GetModelsAsync(CancellationToken cancellationToken = default)
    {
        using var response = await _http.GetAsync(new Uri(_address, "v1/models"), cancellationToken).ConfigureAwait(false);
        return (await ReadAsync(response, ClientJsonContext.Default.ModelList, cancellationToken).ConfigureAwait(false)).Models;
    }

    private async Task<T> PostAsync<T>(string path, CompressRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var content = JsonContent.Create(request, ClientJsonContext.Default.CompressRequest);
        using var response = await _http.PostAsync(new Uri(_address, path), content, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new PromptCompressorException("The answer is not PromptCompressor's; is the address right?", response.StatusCode, innerException: e);
        }
    }

    private static async Task<PromptCompressorException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == ProblemMediaType)
        {
            try
            {
                var problem = await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.Problem, cancellationToken).ConfigureAwait(false);
                return new PromptCompressorException(MessageOf(problem, response), response.StatusCode, problem?.Code, problem?.Errors);
            }
            catch (JsonException)
            {
                // The status still says what there is to say.
            }
        }

        return new PromptCompressorException(MessageOf(null, response), response.StatusCode);
    }

    private static string MessageOf(Problem? problem, HttpResponseMessage response)
    {
        var message = problem?.Detail ?? problem?.Title ?? $"The service answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        return problem?.Errors is { Count: > 0 } errors
            ? $"{message} {string.Join(' ', errors.SelectMany(field => field.Value, (field, error) => $"{field.Key} {error}"))}"
            : message;
    }
}
