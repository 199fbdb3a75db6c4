using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Compress;

/// <summary>From a request to a plan: checks its values and finds what its names stand for.</summary>
internal sealed class CompressPlanner(CompressionEngine engine, ITokenCounters counters, CurrentTenant tenant, IOptions<LimitsOptions> limits)
{
    public const double DefaultRate = 0.5;
    public const string DefaultTokenizer = "o200k_base";

    /// <param name="request">What was asked for.</param>
    /// <param name="errors">What its reader has found wrong; more is added.</param>
    /// <exception cref="InvalidRequestException">Any field is wrong.</exception>
    public CompressPlan Plan(CompressRequest request, FieldErrors errors)
    {
        CompressRequest.Fields.Check(request, limits.Value, errors);
        var counter = errors.Take(CounterOf(request.Tokenizer ?? DefaultTokenizer));
        var model = errors.Take(ModelNames.Resolve(engine, request.Model));
        var protect = errors.Take(ProtectionNames.Resolve("protect", request.Protect));
        var parts = errors.Take(TagsInContext.Resolve(request));
        errors.ThrowIfAny();
        return new CompressPlan(request, model!, new CompressionRequest
        {
            Ticket = new Ticket(tenant.Value),
            Contexts = [],
            Parts = parts,
            Rate = request.Rate ?? (request is { TargetToken: null, MinScore: null or 0 } ? DefaultRate : null),
            TargetTokens = request.TargetToken,
            MinProbability = request.MinScore ?? 0,
            Counter = counter!,
            Question = request.Question,
            Before = request.Instruction,
            After = request.ConcateQuestion == true ? request.Question : null,
            ContextFilter = ContextFilterFields.FilterOf(request),
            Protect = protect!,
            ForceTokens = request.ForceTokens ?? [],
            ForceReserveDigit = request.ForceReserveDigit ?? false,
            DropConsecutive = request.DropConsecutive ?? false,
        });
    }

    private Resolved<ITokenCounter> CounterOf(string name) => counters.Find(name) is { } counter
        ? new(counter)
        : new(new FieldError("tokenizer", $"is not known; names begin with one of: {string.Join(", ", counters.Known)}."));
}
