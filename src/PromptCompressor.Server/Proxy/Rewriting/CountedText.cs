using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>A counter that knows one text's count already: to compare texts is far cheaper than to tokenise one again.</summary>
internal sealed class CountedText(ITokenCounter counter, string text, int tokens) : ITokenCounter
{
    public string Name => counter.Name;

    public bool IsExact => counter.IsExact;

    public int Count(ReadOnlySpan<char> other) => other.SequenceEqual(text) ? tokens : counter.Count(other);
}
