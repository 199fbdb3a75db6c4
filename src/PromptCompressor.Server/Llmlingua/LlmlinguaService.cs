using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Llmlingua;

/// <summary>Answers a call of the library's <c>compress_prompt</c>.</summary>
internal sealed class LlmlinguaService(CompressionEngine engine, ITokenCounters counters, CurrentTenant tenant, LargeWork large, IOptions<LimitsOptions> limits)
{
    /// <exception cref="InvalidRequestException">Fields are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    public async Task<CompressPromptResponse> CompressAsync(JsonElement source, CancellationToken cancellation)
    {
        engine.EnsureReady();
        var errors = new FieldErrors();
        var request = CompressPromptRequest.Fields.Read(source, errors);
        CompressPromptRequest.Fields.Check(request, limits.Value, errors);
        var model = errors.Take(ModelNames.Resolve(engine, request.Model));
        errors.ThrowIfAny();

        var library = RequestOf(request);
        var compressor = engine.CompressorOf(model!, CompressorNames.Llmlingua);
        return await large.RunAsync(library.Contexts.Sum(text => (long)text.Length), RunAsync, cancellation);

        async Task<CompressPromptResponse> RunAsync()
        {
            TokenLimit.Check(library.Contexts, new CancellableCounter(library.Counter, cancellation), limits.Value.OriginTokens);
            return CompressPromptResponse.Of(((LlmlinguaResult)await compressor.CompressAsync(library, cancellation)).Answer);
        }
    }

    private LlmlinguaRequest RequestOf(CompressPromptRequest request)
    {
        var defaults = new LlmlinguaRequest { Ticket = new AdmissionTicket(tenant.Value), Contexts = request.Context!, Counter = counters.Find(CompressMode.Reference.DefaultTokenizer)! };
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
            TokenToWord = request.TokenToWord is { } mode ? Enum.Parse<TokenToWord>(mode, ignoreCase: true) : defaults.TokenToWord,
            ForceTokens = request.ForceTokens ?? defaults.ForceTokens,
            ForceReserveDigit = request.ForceReserveDigit ?? defaults.ForceReserveDigit,
            DropConsecutive = request.DropConsecutive ?? defaults.DropConsecutive,
            ChunkEndTokens = request.ChunkEndTokens ?? defaults.ChunkEndTokens,
        };
    }
}
