using System.Buffers.Binary;
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

        using var hash = new ConversationHash();
        foreach (var text in conversation.Texts)
        {
            hash.Add(text);
            if (text.Kind == TextKind.User)
            {
                break;
            }
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.Current) / (double)ulong.MaxValue < share;
    }
}
