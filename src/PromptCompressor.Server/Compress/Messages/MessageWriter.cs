using System.Runtime.InteropServices;
using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>Puts compressed texts back into the JSON they came from. All other bytes stay: order, white space, escapes, unknown fields.</summary>
internal static class MessageWriter
{
    /// <param name="messages">All messages.</param>
    /// <param name="compressed">What became of the texts that are compressible, in order.</param>
    public static List<RawJson> Write(IReadOnlyList<ChatMessage> messages, IEnumerable<CompressedText> compressed)
    {
        var written = new List<RawJson>(messages.Count);
        using var outputs = compressed.GetEnumerator();
        foreach (var message in messages)
        {
            written.Add(new RawJson(Splice(message, outputs)));
        }

        return written;
    }

    private static ReadOnlyMemory<byte> Splice(ChatMessage message, IEnumerator<CompressedText> outputs)
    {
        var replacements = new List<JsonReplacement>(message.Texts.Count);
        foreach (var text in message.CompressibleTexts)
        {
            outputs.MoveNext();
            if (outputs.Current.Text != text.Text)
            {
                replacements.Add(JsonReplacement.Of(text.Start, text.Length, outputs.Current.Text));
            }
        }

        return JsonSplice.Write(JsonMarshal.GetRawUtf8Value(message.Source), replacements);
    }
}
