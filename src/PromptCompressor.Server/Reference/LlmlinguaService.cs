using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Reference;

/// <summary>Answers a call of the library's <c>compress_prompt</c>.</summary>
internal sealed class LlmlinguaService(CompressionEngine engine, ITokenCounters counters, CurrentTenant tenant, IOptions<LimitsOptions> limits)
{
    private static readonly string[] Modes = Enum.GetNames<TokenToWord>().Select(name => name.ToLowerInvariant()).ToArray();

    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public async Task<CompressPromptResponse> CompressAsync(JsonElement source, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var errors = new FieldErrors();
        var request = CompressPromptReader.Read(source, errors);
        var model = ModelField.Find(engine, request.Model, errors);
        Check(request, errors);
        errors.ThrowIfAny();

        var library = RequestOf(request);
        TokenLimit.Check(library.Contexts, library.Counter, limits.Value.OriginTokens);
        var compressor = engine.CompressorOf(model!, CompressorNames.Llmlingua);
        return CompressPromptResponse.Of(((LlmlinguaResult)await compressor.CompressAsync(library, cancellation)).Answer);
    }

    private void Check(CompressPromptRequest request, FieldErrors errors)
    {
        if (request.Context is null && !errors.Has("context"))
        {
            errors.Add("context", "is missing.");
        }

        RequestChecks.CheckCount("context", request.Context?.Count, request.Context?.Count, limits.Value, errors);
        RequestChecks.CheckForceTokens(request.ForceTokens, limits.Value, errors);
        CheckLength("word_sep", request.WordSep, errors);
        CheckLength("label_sep", request.LabelSep, errors);
        if (request.TokenToWord is { } mode && !Modes.Contains(mode))
        {
            errors.Add("token_to_word", $"must be one of: {string.Join(", ", Modes)}.");
        }
    }

    /// <summary>It is written once for every word, so its length counts many times.</summary>
    private void CheckLength(string field, string? separator, FieldErrors errors)
    {
        if (separator?.Length > limits.Value.ForceTokenLength)
        {
            errors.Add(field, $"has {separator.Length} characters, and may have {limits.Value.ForceTokenLength} (Limits:ForceTokenLength).");
        }
    }

    private LlmlinguaRequest RequestOf(CompressPromptRequest request)
    {
        var defaults = new LlmlinguaRequest { Ticket = new Ticket(tenant.Value), Contexts = request.Context!, Counter = counters.Find(CompressMode.Reference.DefaultTokenizer)! };
        return defaults with
        {
            Rate = request.Rate,
            TargetToken = request.TargetToken ?? defaults.TargetToken,
            UseContextLevelFilter = request.UseContextLevelFilter ?? true,
            UseTokenLevelFilter = request.UseTokenLevelFilter ?? defaults.UseTokenLevelFilter,
            TargetContext = request.TargetContext ?? defaults.TargetContext,
            ContextLevelRate = request.ContextLevelRate ?? defaults.ContextLevelRate,
            ContextLevelTargetToken = request.ContextLevelTargetToken ?? defaults.ContextLevelTargetToken,
            ForceContextIds = request.ForceContextIds ?? defaults.ForceContextIds,
            ReturnWordLabel = request.ReturnWordLabel ?? defaults.ReturnWordLabel,
            WordSep = request.WordSep ?? defaults.WordSep,
            LabelSep = request.LabelSep ?? defaults.LabelSep,
            TokenToWord = request.TokenToWord is { } mode ? (TokenToWord)Array.IndexOf(Modes, mode) : defaults.TokenToWord,
            ForceTokens = request.ForceTokens ?? defaults.ForceTokens,
            ForceReserveDigit = request.ForceReserveDigit ?? defaults.ForceReserveDigit,
            DropConsecutive = request.DropConsecutive ?? defaults.DropConsecutive,
            ChunkEndTokens = request.ChunkEndTokens ?? defaults.ChunkEndTokens,
        };
    }
}
