using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>
/// NFD of single code points. Asking ICU for each doubled the time that Chinese text takes and allocated 100 bytes a character,
/// so answers for the basic plane are kept; racing threads at worst ask twice.
/// </summary>
internal sealed class CanonicalDecomposition
{
    private const char FirstDecomposable = '\u00C0';

    private readonly string?[] _known = new string?[char.MaxValue + 1];

    public CanonicalDecomposition() => IcuCheck.Require();

    /// <summary>What <paramref name="rune"/> decomposes into; empty if it stays as it is.</summary>
    public string Of(Rune rune) => rune.Value < FirstDecomposable
        ? string.Empty
        : rune.IsBmp ? _known[rune.Value] ??= Compute(rune) : Compute(rune);

    private static string Compute(Rune rune)
    {
        // Unassigned code points have no decomposition, and Normalize throws on some of them (U+FFFE).
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
        {
            return string.Empty;
        }

        var text = rune.ToString();
        var decomposed = text.Normalize(NormalizationForm.FormD);
        return string.Equals(text, decomposed, StringComparison.Ordinal) ? string.Empty : decomposed;
    }
}
