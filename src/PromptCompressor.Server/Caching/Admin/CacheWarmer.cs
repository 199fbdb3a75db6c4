using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Caching.Admin;

/// <summary>Compresses lines of texts for what it leaves in the cache.</summary>
internal sealed partial class CacheWarmer(
    CompressionEngine engine, CompressService service, ProblemMapper problems, IOptions<LimitsOptions> limits, ILogger<CacheWarmer> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <exception cref="CompressionException">There is no such model, or none is ready yet.</exception>
    public void CheckModel(string? model) => engine.Model(model);

    /// <summary>Reads lines until there are no more and answers each as soon as it is done.</summary>
    public async Task RunAsync(Stream source, string? model, Stream answers, CancellationToken cancellation)
    {
        using var writing = new SemaphoreSlim(1);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.Workers * 2, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Ndjson.ReadAsync(source, limits.Value.BodyBytes, cancellation), parallel, async (line, token) =>
        {
            var result = await WarmAsync(line.Number, line.Line, model, token);
            await writing.WaitAsync(token);
            try
            {
                await Ndjson.WriteAsync(answers, result, CacheJsonContext.Wire.WarmResult, token);
            }
            finally
            {
                writing.Release();
            }
        });
    }

    private async Task<WarmResult> WarmAsync(int number, byte[]? line, string? model, CancellationToken cancellation)
    {
        try
        {
            var errors = new FieldErrors();
            using var document = Parse(line);
            var request = RequestOf(document.RootElement, errors) with
            {
                // Whatever share is asked for, all segments are scored, unless nothing is to be dropped at all.
                Rate = null,
                TargetToken = null,
                MinScore = null,
                ReturnSpans = null,
                ReturnWordLabel = null,
            };
            var response = await CompressAsync(request with { Model = request.Model ?? model }, errors, cancellation);
            return new WarmResult { Line = number, Status = StatusCodes.Status200OK, OriginTokens = response.OriginTokens, Cache = response.Cache };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problem = problems.Of(e);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                LogLineFailed(logger, e);
            }

            return new WarmResult { Line = number, Status = problem.Status, Error = problem };
        }
    }

    /// <summary>Warming is not urgent: while requests keep the model busy it waits.</summary>
    private async Task<CompressResponse> CompressAsync(CompressRequest request, FieldErrors errors, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await service.CompressAsync(request, errors, null, cancellation);
            }
            catch (CompressionException e) when (e.Kind == CompressionErrorKind.Overloaded)
            {
                await Task.Delay(e.RetryAfter ?? Patience, cancellation);
            }
        }
    }

    private JsonDocument Parse(byte[]? line)
    {
        if (line is null)
        {
            throw new CompressionException(CompressionErrorKind.TooLarge, $"The line is longer than {limits.Value.BodyBytes} bytes (Limits:BodyBytes).");
        }

        if (!Utf8.IsValid(line))
        {
            throw new BadHttpRequestException("The line is not valid UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"The line is not valid JSON, or nests deeper than {JsonBody.MaxDepth} levels, at byte {e.BytePositionInLine + 1}.", e);
        }
    }

    private static CompressRequest RequestOf(JsonElement line, FieldErrors errors)
    {
        if (line.ValueKind != JsonValueKind.String)
        {
            return CompressRequest.Fields.Read(line, errors);
        }

        if (JsonText.TryRead(line, out var text))
        {
            return new CompressRequest { Context = [text] };
        }

        errors.Add(JsonInput.Root, JsonText.LoneSurrogate);
        return new CompressRequest();
    }

    [LoggerMessage(EventId = 2311, Level = LogLevel.Error, Message = "A line of a corpus failed")]
    private static partial void LogLineFailed(ILogger logger, Exception exception);
}
