using System.Text.Json;

namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>
/// Loads a byte-level BPE tokenizer from <c>tokenizer.json</c>. Truncation, padding and the post-processor are left aside, as the
/// frame around texts is not made here.
/// </summary>
internal static class ByteLevelBpeTokenizerJson
{
    public static ByteLevelBpeTokenizer Load(string path)
    {
        using var json = TokenizerJson.Open(path);
        json.Require("model.type", null, "\"BPE\"");
        json.Require("model.dropout", "null", "null");
        json.Require("model.unk_token", "null", "null");
        json.Require("model.continuing_subword_prefix", "\"\"", "\"\"");
        json.Require("model.end_of_word_suffix", "\"\"", "\"\"");
        json.Require("model.byte_fallback", "false", "false");
        json.Require("model.ignore_merges", "false", "false");
        json.Require("normalizer", "null", "null");
        json.Require("pre_tokenizer.type", null, "\"ByteLevel\"");
        json.Require("pre_tokenizer.add_prefix_space", "true", "false");
        json.Require("pre_tokenizer.use_regex", "true", "true");
        return new ByteLevelBpeTokenizer(new BpeVocabulary(Ids(json), Merges(json)), json.SpecialTokens());
    }

    private static Dictionary<string, int> Ids(TokenizerJson json)
    {
        var vocabulary = json.Find("model.vocab");
        if (vocabulary is not { ValueKind: JsonValueKind.Object } tokens)
        {
            throw json.Unsupported("model.vocab", vocabulary);
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in tokens.EnumerateObject())
        {
            ids[token.Name] = token.Value.TryGetInt32(out var id) ? id : throw json.Unsupported("model.vocab", token.Value);
        }

        return ids;
    }

    private static List<(string Left, string Right)> Merges(TokenizerJson json)
    {
        var list = json.Find("model.merges");
        if (list is not { ValueKind: JsonValueKind.Array } merges)
        {
            throw json.Unsupported("model.merges", list);
        }

        var pairs = new List<(string, string)>(merges.GetArrayLength());
        foreach (var merge in merges.EnumerateArray())
        {
            // Older files write a pair as one string; a space is never part of a token.
            var pair = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ')
                : merge.ValueKind == JsonValueKind.Array ? [.. merge.EnumerateArray().Select(part => part.GetString()!)]
                : [];
            pairs.Add(pair is [var left, var right] ? (left, right) : throw json.Unsupported("model.merges", merge));
        }

        return pairs;
    }
}
