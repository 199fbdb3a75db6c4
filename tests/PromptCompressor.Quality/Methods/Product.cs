using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>This product, with the service's defaults.</summary>
internal sealed class Product(string name, IPromptCompressor compressor, bool knowsQuestion) : IMethod
{
    public string Name { get; } = name;

    public MethodKind Kind => MethodKind.Product;

    public bool KnowsQuestion { get; } = knowsQuestion;

    public async Task<string> CompressAsync(SourceText source, string question, double kept)
    {
        var request = new CompressionRequest
        {
            Contexts = source.Contexts,
            TargetTokens = Math.Max(1, (int)((kept * source.Tokens) + 1e-9)),
            Counter = SourceText.Counter,
            Protect = ProtectionRules.Default,
            Question = KnowsQuestion ? question : null,
        };
        return (await compressor.CompressAsync(request, CancellationToken.None)).Joined;
    }
}
