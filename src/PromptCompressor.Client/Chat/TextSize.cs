using System.Text;

namespace PromptCompressor.Client.Chat;

internal static class TextSize
{
    /// <summary>A token of English is about four bytes of UTF-8; of scripts with more bytes a character it is not far from that either.</summary>
    private const int BytesOfToken = 4;

    public static int Tokens(ReadOnlySpan<char> text) => (Encoding.UTF8.GetByteCount(text) + BytesOfToken - 1) / BytesOfToken;
}
