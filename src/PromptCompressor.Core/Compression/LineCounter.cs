using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Remembers the tokens of each line: what is tried for a budget is mostly lines of the text that was counted before. For one
/// request, and one thread at a time.
/// </summary>
internal sealed class LineCounter(ITokenCounter counter) : ITokenCounter
{
    /// <summary>Longer lines hardly come twice, and are not worth the memory.</summary>
    private const int Longest = 4000;

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    public string Name => counter.Name;

    public bool IsExact => counter.IsExact;

    public int Count(ReadOnlySpan<char> text)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        var count = 0;
        while (!text.IsEmpty)
        {
            var part = text[..TokenParts.Length(text)];
            if (part.Length > Longest)
            {
                count += counter.Count(part);
            }
            else if (known.TryGetValue(part, out var tokens))
            {
                count += tokens;
            }
            else
            {
                known[part] = tokens = counter.Count(part);
                count += tokens;
            }

            text = text[part.Length..];
        }

        return count;
    }
}
