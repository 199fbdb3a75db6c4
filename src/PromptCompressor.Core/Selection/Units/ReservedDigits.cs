using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Selection.Units;

/// <summary>LLMLingua's <c>force_reserve_digit</c>: every word with a digit in it stays, whole.</summary>
internal sealed class ReservedDigits : IProtectionRule
{
    public const string RuleName = "force_reserve_digit";

    public string Name => RuleName;

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsDigit(text[i]))
            {
                found.Add(new ProtectedSpan(new TextSpan(i, i + 1), ProtectionKind.Always, Name));
            }
        }
    }
}
