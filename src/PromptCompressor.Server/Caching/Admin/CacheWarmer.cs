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
    CompressionEngine engine,
    CompressService service,
    BodyBudget budget,
    ProblemMapper problems,
    IOptions<LimitsOptions> limits,
    IHostApplicationLifetime application,
    ILogger<CacheWarmer> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <exception cref="CompressionException">There is no such model, or none is ready yet.</exception>
    public void CheckModel(string? model) => engine.Model(model);

    /// <summary>Reads lines until there are no more, or none has come for too long, and answers each as soon as it is done.</summary>
    public async Task RunAsync(Stream source, string? model, Stream answers, CancellationToken cancellation)
    {
        using var writing = new SemaphoreSlim(1);
        using var lease = budget.Open();
        var scope = new CompressScope { KeepsOriginals = false };
        var (last, running) = (0, 0);
        var silence = TimeSpan.FromSeconds(limits.Value.SilenceSeconds);
        var patient = new PatientStream(source, silence, () => Volatile.Read(ref running) > 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.Workers * 2, CancellationToken = cancellation };
        try
        {
            await Parallel.ForEachAsync(LinesAsync(), parallel, async (line, token) =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    await AnswerAsync(await WarmAsync(line, model, scope, token), token);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            });
        }
        catch (Exception e) when (e is TimeoutException or BadHttpRequestException)
        {
            var problem = problems.Of(e is TimeoutException
                ? new BadHttpRequestException($"Nothing has come for {silence.TotalSeconds} seconds (Limits:SilenceSeconds).", StatusCodes.Status408RequestTimeout)
                : e);
            await AnswerAsync(new WarmResult { Line = last + 1, Status = problem.Status, Error = problem }, cancellation);
        }

        // Lines are read one after the other, though several are compressed at once.
        async IAsyncEnumerable<NdjsonLine> LinesAsync()
        {
            await foreach (var line in Ndjson.ReadAsync(patient, limits.Value.BodyBytes, lease, cancellation))
            {
                last = line.Number;
                yield return line;
            }
        }

        async Task AnswerAsync(WarmResult result, CancellationToken token)
        {
            await writing.WaitAsync(token);
            try
            {
                await Ndjson.WriteAsync(answers, result, CacheJsonContext.Wire.WarmResult, token);
            }
            finally
            {
                writing.Release();
            }
        }
    }

    private async Task<WarmResult> WarmAsync(NdjsonLine line, string? model, CompressScope scope, CancellationToken cancellation)
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
            var response = await CompressAsync(request with { Model = request.Model ?? model }, errors, scope, cancellation);
            return new WarmResult { Line = line.Number, Status = StatusCodes.Status200OK, OriginTokens = response.OriginTokens, Cache = response.Cache };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var problem = problems.Of(e);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                LogLineFailed(logger, e);
            }

            return new WarmResult { Line = line.Number, Status = problem.Status, Error = problem };
        }
    }

    /// <summary>Warming is not urgent: while requests keep the model busy it waits, until the service stops.</summary>
    /// <exception cref="OperationCanceledException">The caller left, or the service stops.</exception>
    private async Task<CompressResponse> CompressAsync(CompressRequest request, FieldErrors errors, CompressScope scope, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, application.ApplicationStopping);
        while (true)
        {
            try
            {
                return await service.CompressAsync(request, errors, scope, cancellation);
            }
            catch (CompressionException e) when (e.Kind == CompressionErrorKind.Overloaded)
            {
                await Task.Delay(e.RetryAfter ?? Patience, waiting.Token);
            }
        }
    }

    private JsonDocument Parse(NdjsonLine line)
    {
        switch (line.State)
        {
            case LineState.TooLong:
                throw new CompressionException(CompressionErrorKind.TooLarge, $"The line is longer than {limits.Value.BodyBytes} bytes (Limits:BodyBytes).");
            case LineState.NoRoom:
                throw new CompressionException(CompressionErrorKind.Overloaded, "The bodies of other requests take all the memory there is for them (Limits:BodyBytesInFlight); send the line again later.");
        }

        if (!Utf8.IsValid(line.Utf8))
        {
            throw new BadHttpRequestException("The line is not valid UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(line.Utf8, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
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
