using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>This product, with the service's defaults.</summary>
/// <param name="name">What tables call it.</param>
/// <param name="compressor">With a model.</param>
/// <param name="knowsQuestion">Whether it is given the question.</param>
/// <param name="dropsPassages">Whether whole passages go first, as with the field <c>use_context_level_filter</c>.</param>
internal sealed class Product(string name, IPromptCompressor compressor, bool knowsQuestion, bool dropsPassages = false) : IMethod
{
    /// <summary>Tokens of the passages that stay, for each token of the output: what the service takes where a request does not say.</summary>
    private const int PassageTokens = 2;

    public string Name { get; } = name;

    public MethodKind Kind => MethodKind.Product;

    public bool KnowsQuestion { get; } = knowsQuestion;

    public async Task<Output> CompressAsync(SourceText source, string question, double kept)
    {
        var tokens = Math.Max(1, (int)((kept * source.Tokens) + 1e-9));
        var request = new CompressionRequest
        {
            Contexts = source.Contexts,
            TargetTokens = tokens,
            Counter = SourceText.Counter,
            Protect = ProtectionRules.Default,
            Question = KnowsQuestion ? question : null,
            ContextFilter = dropsPassages ? new ContextFilter { MaxTokens = PassageTokens * tokens } : null,
        };
        var result = await compressor.CompressAsync(request, CancellationToken.None);
        return new Output(result.Joined, SpansOf(result.Texts));
    }

    private static List<TextSpan>? SpansOf(IReadOnlyList<CompressedText> texts)
    {
        var spans = new List<TextSpan>();
        var start = 0;
        foreach (var text in texts)
        {
            if (text.Slices is null)
            {
                return null;
            }

            spans.AddRange(text.Slices.Select(slice => new TextSpan(start + slice.Start, start + slice.End)));
            start += text.Source.Length + SourceText.Gap.Length;
        }

        return spans;
    }
}
