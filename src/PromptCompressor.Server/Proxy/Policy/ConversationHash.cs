using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>A running SHA-256 over the texts of a conversation, in the order in which the LLM reads them: the same as long as what was said so far is the same.</summary>
internal sealed class ConversationHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of all texts that were added: 32 bytes.</summary>
    public byte[] Current => _hash.GetCurrentHash();

    public void Add(PromptText text)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)text.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], text.Text.Length);
        _hash.AppendData(head);
        _hash.AppendData(Encoding.UTF8.GetBytes(text.Text));
    }

    public void Dispose() => _hash.Dispose();
}
