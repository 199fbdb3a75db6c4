using System.Text;

namespace PromptCompressor.Core.Admission;

/// <summary>The work that a part of a request may be, before it is known what of it is cached.</summary>
/// <param name="Tokens">An estimate of its tokens.</param>
/// <param name="Content">What tells it from others.</param>
public readonly record struct ExpectedWork(long Tokens, int Content)
{
    /// <summary>The mean of English prose, and not far from it in other languages and in code.</summary>
    private const int BytesPerToken = 4;

    public static ExpectedWork Of(IReadOnlyList<string> texts) => new(
        texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) / BytesPerToken,
        texts.Aggregate(0, (content, text) => HashCode.Combine(content, text)));

    /// <param name="json">A request in UTF-8.</param>
    public static ExpectedWork Of(ReadOnlySpan<byte> json)
    {
        var content = default(HashCode);
        content.AddBytes(json);
        return new(json.Length / BytesPerToken, content.ToHashCode());
    }
}
