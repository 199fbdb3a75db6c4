using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Compress;

/// <summary>Answers the items of a batch, a few at a time; one that fails does so alone.</summary>
internal sealed partial class BatchService(
    CompressionEngine engine, CompressService service, CurrentTenant tenant, ProblemMapper problems, IOptions<LimitsOptions> limits, ILogger<BatchService> logger)
{
    /// <exception cref="InvalidRequestException">It is no batch.</exception>
    /// <exception cref="CompressionException">Not ready yet.</exception>
    public async Task<BatchResponse> CompressAsync(JsonElement source, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var items = ItemsOf(source);
        var answers = new BatchItem[items.Count];
        var scope = new CompressScope();
        using var tickets = new AdmissionTicket(tenant.Value).Split(items.Select(item => ExpectedWork.Of(JsonMarshal.GetRawUtf8Value(item))));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.Workers * 2, CancellationToken = cancellation };
        await Parallel.ForAsync(0, items.Count, parallel, async (i, token) =>
            answers[i] = await tickets.RunAsync(i, ticket => AnswerAsync(items[i], scope with { Ticket = ticket }, token)));
        return new BatchResponse { Items = answers };
    }

    private IReadOnlyList<JsonElement> ItemsOf(JsonElement source)
    {
        var errors = new FieldErrors();
        var request = BatchRequest.Fields.Read(source, errors);
        BatchRequest.Fields.Check(request, limits.Value, errors);
        errors.ThrowIfAny();
        return request.Items!;
    }

    private async Task<BatchItem> AnswerAsync(JsonElement item, CompressScope scope, CancellationToken cancellation)
    {
        try
        {
            return new BatchItem { Status = StatusCodes.Status200OK, Result = await service.CompressAsync(item, scope, cancellation) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problem = problems.Of(e);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                LogItemFailed(logger, e);
            }

            return new BatchItem { Status = problem.Status, Error = problem };
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "An item of a batch failed")]
    private static partial void LogItemFailed(ILogger logger, Exception exception);
}
