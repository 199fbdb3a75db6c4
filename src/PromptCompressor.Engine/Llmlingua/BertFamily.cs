using System.Text;
using PromptCompressor.Engine.Tokenization.WordPiece;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>BERT: a token that goes on with a word begins with <c>##</c>.</summary>
internal sealed class BertFamily : ITokenFamily
{
    private const string Prefix = WordPieceVocabulary.ContinuingPrefix;

    /// <summary>What Hugging Face's WordPiece decoder tidies up in each token, in its order.</summary>
    private static readonly (string Written, string Tidy)[] CleanUp =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public (string Cls, string Sep, string Pad, string Unk, string Mask) SpecialTokens => ("[CLS]", "[SEP]", "[PAD]", WordPieceVocabulary.Unknown, "[MASK]");

    public bool StartsWord(string token, ForceTokenMap force) =>
        force.IsForced(Pure(token)) || !token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Python's <c>lstrip("##")</c> takes every leading <c>#</c>.</summary>
    public string Pure(string token) => token.TrimStart('#');

    public string Label(string word) => word;

    public string Join(IEnumerable<string> tokens)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var token in tokens)
        {
            text.Append(Tidy(first ? token : token.StartsWith(Prefix, StringComparison.Ordinal) ? token[Prefix.Length..] : " " + token));
            first = false;
        }

        return text.ToString();
    }

    private static string Tidy(string token)
    {
        foreach (var (written, tidy) in CleanUp)
        {
            token = token.Replace(written, tidy, StringComparison.Ordinal);
        }

        return token;
    }
}
