using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>
/// A share of conversations, by the hash of how they begin: of all texts up to the first one of the user. So a conversation is in or
/// out for all of its life and on every replica.
/// </summary>
internal static class HoldOut
{
    public static bool Has(Conversation conversation, double share)
    {
        if (share <= 0)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[5];
        foreach (var text in conversation.Texts)
        {
            head[0] = (byte)text.Kind;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], text.Text.Length);
            hash.AppendData(head);
            hash.AppendData(Encoding.UTF8.GetBytes(text.Text));
            if (text.Kind == TextKind.User)
            {
                break;
            }
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset()) / (double)ulong.MaxValue < share;
    }
}
