using System.Text;

namespace PromptCompressor.Fuzz.Http;

/// <summary>The bytes of one request.</summary>
/// <param name="Head">Request line and fields; <c>{length}</c> in it stands for the length of the body.</param>
/// <param name="Body">All after the empty line.</param>
internal readonly record struct HttpInput(byte[] Head, byte[] Body)
{
    private static ReadOnlySpan<byte> Length => "{length}"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>What is sent.</summary>
    public byte[] Bytes
    {
        get
        {
            var at = Head.AsSpan().IndexOf(Length);
            byte[] head = at < 0 ? Head : [.. Head.AsSpan(0, at), .. Encoding.ASCII.GetBytes($"{Body.Length}"), .. Head.AsSpan(at + Length.Length)];
            return [.. head, .. HeadEnd, .. Body];
        }
    }

    /// <summary>Whether the head tells of as much as there is, so far as that is easily seen.</summary>
    public bool IsWhole => Head.AsSpan().IndexOf(Length) >= 0 && Head.AsSpan().IndexOf("ontent-Length"u8) == Head.AsSpan().LastIndexOf("ontent-Length"u8) && Head.AsSpan().IndexOf("Transfer-Encoding"u8) < 0;

    /// <summary>A file of the corpus: lines of the head may end as in any text file.</summary>
    public static HttpInput Read(byte[] file)
    {
        var end = file.AsSpan().IndexOf(HeadEnd);
        if (end >= 0)
        {
            return new HttpInput(file[..end], file[(end + HeadEnd.Length)..]);
        }

        end = file.AsSpan().IndexOf("\n\n"u8);
        var head = Encoding.Latin1.GetString(file.AsSpan(0, end < 0 ? file.Length : end)).ReplaceLineEndings("\r\n");
        return new HttpInput(Encoding.Latin1.GetBytes(head), end < 0 ? [] : file[(end + 2)..]);
    }

    public byte[] Write() => [.. Head, .. HeadEnd, .. Body];
}
