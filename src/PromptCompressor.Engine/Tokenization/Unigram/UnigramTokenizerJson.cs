using System.Text.Json;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>Loads a Unigram tokenizer of XLM-RoBERTa's kind from <c>tokenizer.json</c>, where a piece's id is its place in the list.</summary>
internal static class UnigramTokenizerJson
{
    private const string WhiteSpaceSplit = "WhitespaceSplit";
    private const string Metaspace = "Metaspace";

    public static UnigramTokenizer Load(string path)
    {
        using var json = TokenizerJson.Open(path);
        json.Require("model.type", null, "\"Unigram\"");
        json.Require("model.byte_fallback", "false", "false");
        json.Require("normalizer.type", null, "\"Precompiled\"");
        RequirePreTokenizer(json);

        var (vocabulary, specialIds) = ReadVocabulary(json);
        return new UnigramTokenizer(vocabulary, ReadCharsMap(json), specialIds);
    }

    /// <summary>White space first, then <c>▁</c> before every word: what the tokenizer does.</summary>
    private static void RequirePreTokenizer(TokenizerJson json)
    {
        json.Require("pre_tokenizer.type", null, "\"Sequence\"");
        var steps = json.Find("pre_tokenizer.pretokenizers");
        if (steps is not { ValueKind: JsonValueKind.Array } || steps.Value.GetArrayLength() != 2 ||
            !IsOfType(steps.Value[0], WhiteSpaceSplit) || !IsOfType(steps.Value[1], Metaspace) || !PrependsAlways(steps.Value[1]))
        {
            throw json.Unsupported("pre_tokenizer.pretokenizers", steps);
        }
    }

    private static bool IsOfType(JsonElement step, string type) =>
        step.ValueKind == JsonValueKind.Object && step.TryGetProperty("type", out var value) && value.ValueEquals(type);

    private static bool PrependsAlways(JsonElement step) =>
        (!step.TryGetProperty("replacement", out var replacement) || replacement.ValueEquals($"{AlignedText.WordStart}")) &&
        (!step.TryGetProperty("prepend_scheme", out var scheme) || scheme.ValueEquals("always")) &&
        (!step.TryGetProperty("add_prefix_space", out var prefix) || prefix.ValueKind == JsonValueKind.True) &&
        (!step.TryGetProperty("split", out var split) || split.ValueKind == JsonValueKind.True);

    private static CharsMap ReadCharsMap(TokenizerJson json)
    {
        const string Setting = "normalizer.precompiled_charsmap";
        var value = json.Find(Setting);
        return value is { ValueKind: JsonValueKind.String } text && text.TryGetBytesFromBase64(out var compiled)
            ? new CharsMap(compiled)
            : throw json.Unsupported(Setting, value);
    }

    private static (UnigramVocabulary Vocabulary, SpecialTokenIds SpecialIds) ReadVocabulary(TokenizerJson json)
    {
        var list = json.Find("model.vocab");
        if (list is not { ValueKind: JsonValueKind.Array } pieces)
        {
            throw json.Unsupported("model.vocab", list);
        }

        var unknown = json.Find("model.unk_id");
        if (unknown is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var unk))
        {
            throw json.Unsupported("model.unk_id", unknown);
        }

        var special = json.SpecialTokens();
        var vocabulary = new UnigramVocabulary();
        var id = 0;
        foreach (var piece in pieces.EnumerateArray())
        {
            var text = piece[0].GetString()!;
            if (id != unk && !special.ContainsKey(text))
            {
                vocabulary.Add(text, id, piece[1].GetDouble());
            }

            id++;
        }

        return (vocabulary, new SpecialTokenIds(Special("<s>"), Special("</s>"), Special("<pad>"), unk));

        int Special(string token) => special.TryGetValue(token, out var found) ? found : throw json.Unsupported($"added_tokens {token}", null);
    }
}
