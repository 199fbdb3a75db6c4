using System.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>
/// Without ICU (InvariantGlobalization, images that leave it out) <c>Normalize</c> returns its input unchanged and says nothing:
/// every accented word would get wrong ids. Tokenizers that need it therefore check at start.
/// </summary>
internal static class IcuCheck
{
    public static void Require() => Require("\u00e9".Normalize(NormalizationForm.FormD));

    internal static void Require(string decomposedEAcute)
    {
        if (!string.Equals(decomposedEAcute, "e\u0301", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                "Unicode normalization does not work in this process, and this tokenizer needs it: " +
                "install ICU (package libicu or icu-libs) and leave InvariantGlobalization off.");
        }
    }
}
