using System.Text.Json;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>
/// Loads a WordPiece tokenizer from <c>tokenizer.json</c>. Truncation, padding and the post-processor are left aside: cutting to the
/// model's length and adding the frame are done elsewhere.
/// </summary>
internal static class WordPieceTokenizerJson
{
    public static WordPieceTokenizer Load(string path)
    {
        using var json = TokenizerJson.Open(path);
        json.Require("model.type", null, "\"WordPiece\"");
        json.Require("model.unk_token", null, "\"[UNK]\"");
        json.Require("model.continuing_subword_prefix", null, $"\"{WordPieceVocabulary.ContinuingPrefix}\"");
        json.Require("model.max_input_chars_per_word", "100", "100");
        json.Require("normalizer.type", null, "\"BertNormalizer\"");
        json.Require("normalizer.clean_text", "true", "true");
        json.Require("normalizer.handle_chinese_chars", "true", "true");
        json.Require("pre_tokenizer.type", null, "\"BertPreTokenizer\"");
        json.SpecialTokens();

        var lowerCase = json.Flag("normalizer.lowercase") ?? true;
        var normalization = new BertNormalization(lowerCase, StripAccents: json.Flag("normalizer.strip_accents") ?? lowerCase);
        return new WordPieceTokenizer(new WordPieceVocabulary(path, Pieces(json)), normalization);
    }

    private static List<KeyValuePair<string, int>> Pieces(TokenizerJson json)
    {
        var vocabulary = json.Find("model.vocab");
        if (vocabulary is not { ValueKind: JsonValueKind.Object })
        {
            throw json.Unsupported("model.vocab", vocabulary);
        }

        var pieces = new List<KeyValuePair<string, int>>();
        foreach (var piece in vocabulary.Value.EnumerateObject())
        {
            pieces.Add(KeyValuePair.Create(piece.Name, piece.Value.GetInt32()));
        }

        return pieces;
    }
}
