using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PromptCompressor.Client;

/// <summary>Sends JSON and reads JSON, lines of it too; every answer that is not the service's own success is an exception.</summary>
internal sealed class ServiceHttp
{
    private const string ProblemMediaType = "application/problem+json";
    private const string LinesMediaType = "application/x-ndjson";

    private readonly HttpClient _http;
    private readonly Uri _address;

    public ServiceHttp(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = http.BaseAddress ?? throw new ArgumentException("BaseAddress must be the address of the service.", nameof(http));

        // Without the slash the last part of a path would be taken for a file beside which the routes are.
        _address = address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
        _http = http;
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(_address, path), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var content = JsonContent.Create(request, requestType);
        using var response = await _http.PostAsync(new Uri(_address, path), content, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, answerType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts one request and reads lines as they come.</summary>
    public async IAsyncEnumerable<TLine> PostLinesAsync<TRequest, TLine>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TLine> lineType, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TLine : class
    {
        ArgumentNullException.ThrowIfNull(request);
        using var content = JsonContent.Create(request, requestType);
        await foreach (var line in SendAsync(path, content, lineType, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    /// <summary>Posts requests as lines and reads lines as they come.</summary>
    public async IAsyncEnumerable<TLine> PostLinesAsync<TRequest, TLine>(
        string path, TRequest[] requests, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TLine> lineType, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TLine : class
    {
        var body = new MemoryStream();
        foreach (var request in requests)
        {
            await JsonSerializer.SerializeAsync(body, request, requestType, cancellationToken).ConfigureAwait(false);
            body.WriteByte((byte)'\n');
        }

        using var content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue(LinesMediaType) } };
        await foreach (var line in SendAsync(path, content, lineType, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    private async IAsyncEnumerable<TLine> SendAsync<TLine>(
        string path, HttpContent content, JsonTypeInfo<TLine> lineType, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TLine : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = content };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response, cancellationToken).ConfigureAwait(false);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(line, lineType) ?? throw NotOurs(response);
            }
        }
    }

    private static T? Parse<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false) ?? throw NotOurs(response);
        }
        catch (JsonException e)
        {
            throw NotOurs(response, e);
        }
    }

    private static PromptCompressorException NotOurs(HttpResponseMessage response, Exception? reason = null) =>
        new("The answer is not PromptCompressor's; is the address right?", response.StatusCode, reason);

    private static async Task<PromptCompressorException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == ProblemMediaType)
        {
            try
            {
                if (await response.Content.ReadFromJsonAsync(ClientJsonContext.Default.Problem, cancellationToken).ConfigureAwait(false) is { Message: not null } problem)
                {
                    return new PromptCompressorException(problem, response.StatusCode);
                }
            }
            catch (JsonException)
            {
                // The status still says what there is to say.
            }
        }

        return new PromptCompressorException($"The service answered {(int)response.StatusCode} {response.ReasonPhrase}.", response.StatusCode);
    }
}
