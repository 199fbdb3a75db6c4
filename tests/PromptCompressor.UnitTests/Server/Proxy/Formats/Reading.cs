using System.Text;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

internal static class Reading
{
    public static Conversation Read(IChatFormat format, string body, string path = "") => ConversationReader.Read(Encoding.UTF8.GetBytes(body), format, path);

    /// <summary>A line for each text: its message, kind and words, and <c>*</c> where parts can take its place.</summary>
    public static string[] Texts(IChatFormat format, string body) =>
        [.. Read(format, body).Texts.Select(text => $"{text.Message} {text.Kind} {text.Text}{(text.Content is null ? "" : "*")}")];
}
