using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Soft;

/// <summary>Turns texts into rows within the limits, for whichever door they come through.</summary>
internal sealed class SoftService(CompressionEngine engine, CurrentTenant tenant, LargeWork large, IOptions<LimitsOptions> limits)
{
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public async Task<(SoftRows Rows, PayloadChoice Payload, SoftCompressRequest Request)> CompressAsync(
        JsonElement source, IList<MediaTypeHeaderValue>? accept, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var errors = new FieldErrors();
        var request = SoftCompressRequest.Fields.Read(source, errors);
        SoftCompressRequest.Fields.Check(request, limits.Value, errors);
        var payload = errors.Take(PayloadChoice.Resolve(accept, request.Format, request.Dtype));
        var (model, exact) = errors.Take(Resolve(request.Model, request.Exact));
        errors.ThrowIfAny();
        var rows = await EmbedAsync(model!, request.Context!, exact, room: limits.Value.SoftRows, cancellation);
        return (rows, payload!, request);
    }

    /// <summary>What the fields that all soft requests share stand for. Nothing, and why, if there is no such model.</summary>
    public Resolved<(SoftModel? Model, IReadOnlyList<IProtectionRule> Exact)> Resolve(string? id, IReadOnlyList<string>? exactField)
    {
        var exact = ProtectionNames.Resolve("exact", exactField ?? []);
        var model = ModelOf(id);
        var errors = new List<FieldError>([.. exact.Errors, .. model.Errors]);
        if (exact.Value!.Count > 0 && model.Value is { EmbedsTokens: false })
        {
            errors.Add(new FieldError("exact", $"needs the generator's token embeddings, which the model '{model.Value.Id}' does not bring."));
        }

        return new((model.Value, exact.Value), errors);
    }

    /// <param name="model">What compresses.</param>
    /// <param name="texts">Their rows follow each other.</param>
    /// <param name="exact">What stays exact.</param>
    /// <param name="room">Rows that there may be.</param>
    /// <param name="cancellation">Stops within milliseconds.</param>
    /// <exception cref="CompressionException">There are more rows, or the model failed.</exception>
    public Task<SoftRows> EmbedAsync(
        SoftModel model, IReadOnlyList<string> texts, IReadOnlyList<IProtectionRule> exact, int room, CancellationToken cancellation) =>
        large.RunAsync(texts.Sum(text => (long)text.Length), () => RunAsync(model, texts, exact, room, cancellation), cancellation);

    private async Task<SoftRows> RunAsync(
        SoftModel model, IReadOnlyList<string> texts, IReadOnlyList<IProtectionRule> exact, int room, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        IReadOnlyList<SoftSegment> segments;
        using (timings.Measure(Stage.Split))
        {
            segments = model.Split(texts, exact);
        }

        CheckRows(segments.Sum(segment => (long)model.RowsOf(segment)), room);
        var embeddings = await model.EmbedAsync(segments, new AdmissionTicket(tenant.Value), timings, cancellation);
        return new SoftRows(model, segments, embeddings, SoftTimings.Of(timings));
    }

    /// <exception cref="CompressionException">There are more rows than there may be.</exception>
    public void CheckRows(long rows, int room)
    {
        if (rows > room)
        {
            throw new CompressionException(
                CompressionErrorKind.TooLarge,
                $"The request makes {rows} rows{(room < limits.Value.SoftRows ? " beside its own text" : "")}, and may make {room} (Limits:SoftRows is {limits.Value.SoftRows}).");
        }
    }

    private Resolved<SoftModel> ModelOf(string? id)
    {
        var model = id is null ? engine.DefaultSoftModel : engine.SoftModels.FirstOrDefault(model => model.Id == id);
        if (model is not null)
        {
            return new(model);
        }

        var known = string.Join(", ", engine.SoftModels.Select(one => one.Id));
        return new(new FieldError("model", known.Length == 0
            ? "cannot be found: no soft model is loaded. A soft model is a folder under Engine:ModelsPath whose manifest has the task 'soft'; it is loaded unless Engine:Soft:Enabled is false."
            : $"is no soft model; there are: {known}."));
    }
}
