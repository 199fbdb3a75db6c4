using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Counting;

/// <summary>OpenAI's encodings exactly; other families by o200k_base as an estimate, since their tokenizers are not public or not bundled.</summary>
internal sealed class TokenCounters : ITokenCounters
{
    private const string O200k = "o200k_base";
    private const string Cl100k = "cl100k_base";

    private static readonly string[] O200kFamilies = ["gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "chatgpt-4o", "gpt-oss", "o1", "o3", "o4"];
    private static readonly string[] Cl100kFamilies = ["gpt-4", "gpt-3.5", "gpt-35", "text-embedding-3", "text-embedding-ada-002"];
    private static readonly string[] EstimatedFamilies =
        ["claude", "gemini", "gemma", "llama", "mistral", "mixtral", "qwen", "deepseek", "command", "grok", "phi", "smollm", "kimi", "glm", "nova"];

    private readonly TiktokenCounter _o200k;
    private readonly TiktokenCounter _cl100k;
    private readonly TiktokenCounter _estimate;

    public TokenCounters()
    {
        var o200k = TiktokenTokenizer.CreateForEncoding(O200k);
        var cl100k = TiktokenTokenizer.CreateForEncoding(Cl100k);
        var pieces = new AsciiPieces(o200k, isO200k: true);
        _o200k = new TiktokenCounter(O200k, isExact: true, o200k, pieces);
        _estimate = new TiktokenCounter(O200k, isExact: false, o200k, pieces);
        _cl100k = new TiktokenCounter(Cl100k, isExact: true, cl100k, new AsciiPieces(cl100k, isO200k: false));
    }

    public IReadOnlyList<string> Known { get; } = [O200k, Cl100k, .. O200kFamilies, .. Cl100kFamilies, .. EstimatedFamilies.Select(family => family + "*")];

    public ITokenCounter? Find(string name)
    {
        // Names of routers carry the provider in front: openai/gpt-4o.
        var model = name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return model == O200k || IsOf(O200kFamilies, model) ? _o200k
            : model == Cl100k || IsOf(Cl100kFamilies, model) ? _cl100k
            : EstimatedFamilies.Any(family => model.Contains(family, StringComparison.Ordinal)) ? _estimate
            : null;
    }

    /// <summary>The family itself or a version of it: gpt-4o, gpt-4o-mini, but not gpt-40.</summary>
    private static bool IsOf(string[] families, string model) =>
        families.Any(family => model.StartsWith(family, StringComparison.Ordinal)
            && (model.Length == family.Length || model[family.Length] is '-' or '.' or ':'));
}
