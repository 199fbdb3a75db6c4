using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Reference;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Reference;

/// <summary>The mode <c>reference</c> of <c>/v1/compress</c>: the library's text under this service's fields.</summary>
internal sealed class ReferenceMode(ITokenCounters counters)
{
    public async Task<CompressResponse> RunAsync(CompressPlan plan, CancellationToken cancellation)
    {
        var options = plan.Options;
        var cl100k = counters.Find(ReferenceService.Tokenizer)!;
        var request = new ReferenceRequest
        {
            Ticket = options.Ticket,
            Contexts = plan.Request.Context!,
            Cl100k = cl100k,
            ForceTokens = options.ForceTokens,
            ForceReserveDigit = options.ForceReserveDigit,
            DropConsecutive = options.DropConsecutive,
        };
        request = request with { Rate = options.Rate ?? request.Rate, TargetToken = options.TargetTokens ?? request.TargetToken };
        return ResponseBuilder.ForReference(plan, cl100k, await plan.Model.Reference.CompressAsync(request, cancellation));
    }
}
