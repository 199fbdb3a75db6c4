using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>On the routes that are forwarded, problems speak as the provider's API does; where that is not known, as OpenAI's.</summary>
internal sealed class ErrorDialect(ChatFormats formats) : IErrorDialect
{
    public Problem Apply(HttpRequest request, Problem problem) =>
        OwnRoutes.Has(request.Path.Value ?? "") ? problem : formats.Find(request)?.ErrorOf(problem) ?? ProviderError.OfOpenAi(problem);
}
