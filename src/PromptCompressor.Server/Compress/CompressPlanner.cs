using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Compress;

/// <summary>From a request to what is run for it: checks its values, finds what its names stand for, and holds it to the limits.</summary>
internal sealed class CompressPlanner(CompressionEngine engine, ITokenCounters counters, CurrentTenant tenant, IOptions<LimitsOptions> limits, IOptions<ContentKindsOptions> kinds)
{
    public const double DefaultRate = 0.5;
    public const string DefaultTokenizer = "o200k_base";

    /// <summary>Tokens of a text, or of a message, of which a rate takes none.</summary>
    public const int SmallTokens = 50;

    /// <param name="request">What was asked for.</param>
    /// <param name="errors">What its reader has found wrong; more is added.</param>
    /// <param name="scope">What it shares with others.</param>
    /// <param name="explain">Whether the results say what their words were judged by.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="InvalidRequestException">Any field is wrong.</exception>
    /// <exception cref="CompressionException">The texts are too large.</exception>
    public CompressCommand Plan(CompressRequest request, FieldErrors errors, CompressScope scope, bool explain, CancellationToken cancellation)
    {
        // 1. Check all fields, so that all that is wrong is told at once.
        var clock = new StageTimings();
        var progress = scope.Progress;
        CompressRequest.Fields.Check(request, limits.Value, errors);
        var mode = errors.Take(ModeOf(request.Mode)) ?? CompressMode.Native;
        var counter = errors.Take(CounterOf(request.Tokenizer ?? mode.DefaultTokenizer)) is { } found ? new CancellableCounter(found, cancellation) : null;
        var model = errors.Take(ModelNames.Resolve(engine, request.Model, counters));
        var protect = errors.Take(ProtectionNames.Resolve("protect", request.Protect, scope.RegexTime));
        var parts = errors.Take(TagsInContext.Resolve(request));
        errors.ThrowIfAny();

        // 2. Hold the request as a whole to the limit, before any work is done for it.
        var texts = request.Context ?? [.. request.Messages!.SelectMany(message => message.Texts, (_, text) => text.Text)];
        TokenLimit.Check([.. texts, request.Instruction ?? ""], counter!, limits.Value.OriginTokens);

        // 3. Say what is compressed together, and by what.
        var content = request.Content ?? ContentNames.Auto;
        var isByContent = mode == CompressMode.Native && content != ContentNames.Prose;
        var rules = new ContentRules { Kind = ContentNames.KindOf(content), Untouched = kinds.Value.KindsOff, Reshape = request.Reshape ?? request.ReturnSpans != true };
        var ticket = scope.Ticket ?? new AdmissionTicket(tenant.Value);
        var untouched = request.Messages is null ? 0 : MessageRequests.UntouchedTokens(request.Messages, counter!);
        return new CompressCommand
        {
            Request = request,
            Compressor = engine.CompressorOf(model!, isByContent ? CompressorNames.Content : mode.Compressor),
            Ticket = ticket,
            Parts = [.. Parts()],
            IsQuestionLexical = mode == CompressMode.Native && model!.Questions is null && !string.IsNullOrWhiteSpace(request.Question),
            Parallelism = model!.Scorer.Parallelism,
            UntouchedTokens = untouched,
            Counter = counter!,
            Clock = clock,
        };

        IEnumerable<CompressionRequest> Parts()
        {
            if (request.Messages is not { } messages)
            {
                return [Part(texts, request.TargetToken, progress)];
            }

            if (request.TargetToken is { } target)
            {
                var (together, left) = MessageRequests.Together(messages, target, untouched);
                return [Part(together, left, progress)];
            }

            var sum = progress is null ? null : new ProgressSum(progress);
            return MessageRequests.Each(messages).Select(message => Part(message, null, sum?.Part()));
        }

        CompressionRequest Part(IReadOnlyList<string> contexts, int? targetTokens, IProgress<ScoringProgress>? partProgress) => new()
        {
            Ticket = ticket,
            Contexts = contexts,
            Parts = parts,
            Rate = request.Rate ?? (request is { TargetToken: null, MinScore: null or 0 } ? DefaultRate : null),
            TargetTokens = targetTokens,
            SmallTokens = SmallTokens,
            MinProbability = request.MinScore ?? 0,
            Counter = counter!,
            Question = request.Question,
            Content = rules,
            Before = request.Instruction,
            After = request.ConcateQuestion == true ? request.Question : null,
            ContextFilter = ContextFilterFields.FilterOf(request),
            Protect = protect!,
            ForceTokens = request.ForceTokens ?? [],
            ForceReserveDigit = request.ForceReserveDigit ?? false,
            DropConsecutive = request.DropConsecutive ?? false,
            Progress = partProgress,
            Explain = explain,
        };
    }

    private Resolved<CompressMode> ModeOf(string? name)
    {
        var modes = CompressMode.Of(engine.Compressors).ToArray();
        var quoted = modes.Select(mode => $"'{mode.Name}'").ToArray();
        return modes.FirstOrDefault(mode => mode.Name == (name ?? CompressRequest.NativeMode)) is { } mode
            ? new(mode)
            : new(new FieldError("mode", $"must be {string.Join(", ", quoted[..^1])} or {quoted[^1]}."));
    }

    private Resolved<ITokenCounter> CounterOf(string name) => counters.Find(name) is { } counter
        ? new(counter)
        : new(new FieldError("tokenizer", $"is not known; names begin with one of: {string.Join(", ", counters.Known)}."));
}
