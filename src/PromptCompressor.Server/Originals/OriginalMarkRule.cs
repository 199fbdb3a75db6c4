using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Server.Originals;

/// <summary>Marks that carry a hash stay whole in prose too: half of one leads nowhere.</summary>
internal sealed class OriginalMarkRule : IProtectionRule
{
    /// <summary>What stands in a mark before its hash, in UTF-16 units.</summary>
    private const int LongestStart = 400;

    public static OriginalMarkRule Instance { get; } = new();

    public string Name => "original_mark";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            var end = at + OriginalMark.Handle.Length + OriginalHash.Length;
            var from = Math.Max(0, at - LongestStart);
            var start = text.AsSpan(from, at - from).LastIndexOfAny("[]\r\n");
            if (end < text.Length && text[end] == ']' && OriginalHash.IsOne(text[(end - OriginalHash.Length)..end]) && start >= 0 && text[from + start] == '[')
            {
                found.Add(new ProtectedSpan(new TextSpan(from + start, end + 1), ProtectionKind.Always, Name));
            }
        }

        int Next(int from) => text.IndexOf(OriginalMark.Handle, from, StringComparison.Ordinal);
    }
}
