using System.Globalization;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>What <see cref="IOffsetTokenizer"/> promises of offsets, for every tokenizer.</summary>
internal static class OffsetChecks
{
    public static void Check(string text, HashSet<string> outcomes)
    {
        foreach (var (name, tokenizer) in Tokenizers.All)
        {
            var (ids, offsets) = (new List<int>(), new List<TextSpan>());
            tokenizer.Encode(text, ids, offsets);
            CheckOrder(name, text, ids, offsets, outcomes);
            CheckCover(name, text, offsets);

            var (again, offsetsAgain) = (new List<int>(), new List<TextSpan>());
            tokenizer.Encode(text, again, offsetsAgain);
            FuzzException.Unless(again.SequenceEqual(ids) && offsetsAgain.SequenceEqual(offsets), $"{name} gives something else the second time");
            if (tokenizer is IPieceTokenizer pieces)
            {
                CheckPieces(name, text, pieces, ids, outcomes);
            }
        }
    }

    private static void CheckOrder(string name, string text, List<int> ids, List<TextSpan> offsets, HashSet<string> outcomes)
    {
        FuzzException.Unless(ids.Count == offsets.Count, $"{name} gives {ids.Count} ids and {offsets.Count} offsets");
        var before = new TextSpan(0, 0);
        foreach (var span in offsets)
        {
            FuzzException.Unless(span.Start <= span.End && span.End <= text.Length, $"{name} gives {span} of {text.Length}");
            FuzzException.Unless(span.Start >= before.Start && span.End >= before.End, $"{name} gives {span} after {before}");
            var shared = before.End - span.Start;
            FuzzException.Unless(shared <= 0 || shared <= StringInfo.GetNextTextElementLength(text, span.Start), $"{name} gives {span} over {before}");
            outcomes.Add(shared > 0 ? $"{name}: tokens share a character" : span.IsEmpty ? $"{name}: a token of nothing" : $"{name}: a token");
            before = span;
        }

        outcomes.Add($"{name}: about {1 << int.Log2(ids.Count + 1)} tokens");
    }

    private static void CheckCover(string name, string text, List<TextSpan> offsets)
    {
        var covered = new bool[text.Length];
        foreach (var span in offsets)
        {
            covered.AsSpan(span.Start, span.Length).Fill(true);
        }

        for (var i = 0; i < text.Length; i++)
        {
            FuzzException.Unless(covered[i] || !char.IsLetterOrDigit(text, i), $"{name} has no token for U+{(int)text[i]:X4} at {i}");
        }
    }

    private static void CheckPieces(string name, string text, IPieceTokenizer tokenizer, List<int> ids, HashSet<string> outcomes)
    {
        var (pieceIds, pieces) = (new List<int>(), new List<string>());
        tokenizer.EncodePieces(text, pieceIds, pieces);
        FuzzException.Unless(pieceIds.SequenceEqual(ids), $"{name} gives other ids with pieces");
        FuzzException.Unless(pieces.Count == ids.Count && pieces.TrueForAll(piece => piece.Length > 0), $"{name} gives a piece of nothing");
        if (ids.Contains(tokenizer.SpecialIds.Unk))
        {
            outcomes.Add($"{name}: an unknown token");
        }
    }
}
