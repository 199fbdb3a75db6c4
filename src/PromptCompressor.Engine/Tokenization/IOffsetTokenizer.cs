using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>
/// Turns text into the ids a model was trained on and says where in the text each one stands.
/// Implementations are thread-safe singletons, linear in the text, and take any UTF-16: lone surrogates and NULs included.
/// </summary>
public interface IOffsetTokenizer
{
    /// <summary>
    /// Appends the content tokens of <paramref name="text"/>: no special tokens are added, and none is recognised in the text.
    /// <paramref name="ids"/> and <paramref name="offsets"/> grow by the same count.
    /// </summary>
    /// <remarks>
    /// Offsets are into the text as given; their starts and their ends never decrease. Two tokens share characters only
    /// where one character became several (a ligature, a Hangul syllable); a token that stands for no character has an empty span.
    /// </remarks>
    void Encode(ReadOnlySpan<char> text, List<int> ids, List<TextSpan> offsets);
}
