using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Tokenization.Bpe;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// ChatML, the frame that many generators put around messages: <c>&lt;|im_start|&gt;user\n...&lt;|im_end|&gt;\n</c>. Its two tokens are
/// ids here and never text, so nothing that a message holds can end it.
/// </summary>
public sealed class ChatFrame
{
    private const string ChatMl = "chatml";

    private readonly ByteLevelBpeTokenizer _tokenizer;
    private readonly string? _defaultSystem;
    private readonly int _start;
    private readonly int _end;

    private ChatFrame(ByteLevelBpeTokenizer tokenizer, string? defaultSystem, int start, int end) =>
        (_tokenizer, _defaultSystem, _start, _end) = (tokenizer, defaultSystem, start, end);

    /// <exception cref="ModelLoadException">The kind is not known, or the tokenizer lacks its tokens.</exception>
    internal static ChatFrame Of(SoftModelFolder folder, ChatManifest chat, ByteLevelBpeTokenizer tokenizer)
    {
        var file = folder.FileOf(ModelFolder.ManifestName);
        ModelFiles.Require(file, chat.Kind == ChatMl, $"chat.kind is '{chat.Kind}'; supported is {ChatMl}");
        return new ChatFrame(tokenizer, chat.DefaultSystem, TokenOf("<|im_start|>"), TokenOf("<|im_end|>"));

        int TokenOf(string name)
        {
            ModelFiles.Require(file, tokenizer.SpecialTokens.TryGetValue(name, out var id), $"chat.kind is {ChatMl}, but {folder.Manifest.Tokenizer.File} has no token {name}");
            return id;
        }
    }

    /// <summary>One turn of a user, split where the embeddings go.</summary>
    /// <param name="system">System message; null for the generator's own.</param>
    /// <param name="before">Text of the user before the embeddings.</param>
    /// <param name="after">Text of the user after them.</param>
    /// <returns>Token ids before the embeddings, and after them to where the answer begins.</returns>
    public (List<int> Before, List<int> After) Around(string? system, string before, string after)
    {
        var first = new List<int>();
        if ((system ?? _defaultSystem) is { } text)
        {
            first.Add(_start);
            Encode($"system\n{text}", first);
            first.Add(_end);
            Encode("\n", first);
        }

        first.Add(_start);
        Encode($"user\n{before}", first);
        var last = new List<int>();
        Encode(after, last);
        last.Add(_end);
        Encode("\n", last);
        last.Add(_start);
        Encode("assistant\n", last);
        return (first, last);
    }

    private void Encode(string text, List<int> ids) => _tokenizer.Encode(text, ids, []);
}
