using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>
/// The library's tokenizer: text to strings and ids, and back. Unlike everywhere else in this program the names of special
/// tokens in a text are those tokens: the library writes chunks with <c>[UNK]</c> in them and reads them again.
/// </summary>
internal sealed class LlmlinguaTokenizer
{
    /// <summary>Length of <c>[NEW99]</c>.</summary>
    private const int LongestAdded = 7;

    private readonly IPieceTokenizer _tokenizer;
    private readonly Dictionary<string, int> _added;
    private readonly HashSet<string> _special;

    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="family">What it belongs to.</param>
    /// <param name="forceTokenBase">Id of <c>[NEW0]</c>; null if the model has no such rows.</param>
    public LlmlinguaTokenizer(IPieceTokenizer tokenizer, ITokenFamily family, int? forceTokenBase)
    {
        _tokenizer = tokenizer;
        Family = family;
        var (cls, sep, pad, unk, mask) = family.SpecialTokens;
        var ids = tokenizer.SpecialIds;
        _special = new HashSet<string>(StringComparer.Ordinal) { cls, sep, pad, unk, mask };
        _added = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [cls] = ids.Cls,
            [sep] = ids.Sep,
            [pad] = ids.Pad,
            [unk] = ids.Unk,
            [mask] = tokenizer.MaskId,
        };
        for (var i = 0; i < LlmlinguaRequest.MaxForceTokens; i++)
        {
            _added[Mark(i)] = forceTokenBase + i ?? ids.Unk;
        }

        // The library asks for [CLS] and [SEP] on every model, and XLM-R knows neither.
        Start = _added.GetValueOrDefault("[CLS]", ids.Unk);
        End = _added.GetValueOrDefault("[SEP]", ids.Unk);
    }

    public ITokenFamily Family { get; }

    /// <summary>Id in front of every chunk.</summary>
    public int Start { get; }

    /// <summary>Id behind every chunk.</summary>
    public int End { get; }

    /// <summary>What stands for the force token at a place of the list.</summary>
    public static string Mark(int index) => $"[NEW{index}]";

    /// <summary><c>tokenize</c>, and the id of each token.</summary>
    public List<LlmlinguaToken> Tokenize(string text)
    {
        var tokens = new List<LlmlinguaToken>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (AddedAt(text, i) is { } added)
            {
                AddPieces(text.AsSpan(start, i - start), tokens);
                tokens.Add(added);
                i += added.Text.Length - 1;
                start = i + 1;
            }
        }

        AddPieces(text.AsSpan(start), tokens);
        return tokens;
    }

    /// <summary>Whether the token is skipped when words are made: a special token, or one that has become <c>&lt;unk&gt;</c> on its way through the ids.</summary>
    public bool IsSkipped(LlmlinguaToken token) =>
        _special.Contains(token.Text) || (token.Id == _tokenizer.SpecialIds.Unk && !_added.ContainsKey(token.Text));

    private LlmlinguaToken? AddedAt(string text, int index)
    {
        // All of them are in one pair of brackets or the other.
        var close = text[index] switch { '[' => ']', '<' => '>', _ => '\0' };
        if (close == '\0')
        {
            return null;
        }

        var end = text.AsSpan(index, Math.Min(LongestAdded, text.Length - index)).IndexOf(close);
        return end > 0 && text.Substring(index, end + 1) is var name && _added.TryGetValue(name, out var id) ? new LlmlinguaToken(name, id) : null;
    }

    private void AddPieces(ReadOnlySpan<char> text, List<LlmlinguaToken> tokens)
    {
        var ids = new List<int>();
        var pieces = new List<string>();
        _tokenizer.EncodePieces(text, ids, pieces);
        for (var i = 0; i < ids.Count; i++)
        {
            tokens.Add(new LlmlinguaToken(pieces[i], ids[i]));
        }
    }
}

/// <summary>A token as the library sees it.</summary>
/// <param name="Text">The string that <c>tokenize</c> gives.</param>
/// <param name="Id">What <c>convert_tokens_to_ids</c> makes of the string.</param>
internal readonly record struct LlmlinguaToken(string Text, int Id);
