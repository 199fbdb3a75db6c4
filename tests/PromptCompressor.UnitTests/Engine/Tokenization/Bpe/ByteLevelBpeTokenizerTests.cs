using System.Text.Json.Nodes;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Bpe;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Bpe;

public sealed class ByteLevelBpeTokenizerTests
{
    [Fact]
    public void Encode_Words_JoinsTheMostImportantPairFirst()
    {
        var (ids, offsets) = Load(Supported()).Encode("abc cab");

        // "ab" comes before "bc"; the space belongs to the second word.
        Assert.Equal([10, 3, 4, 3, 10], ids);
        Assert.Equal([new TextSpan(0, 2), new(2, 3), new(3, 4), new(4, 5), new(5, 7)], offsets);
    }

    [Fact]
    public void Encode_CharacterOfSeveralTokens_GivesEachTheWholeCharacter()
    {
        var (ids, offsets) = TestTokenizers.SmolLm2.Encode("a\uFF21");

        Assert.Equal(3, ids.Count);
        Assert.Equal([new TextSpan(0, 1), new(1, 2), new(1, 2)], offsets);
    }

    [Fact]
    public void Encode_LoneSurrogate_IsTheReplacementCharacter()
    {
        var lone = TestTokenizers.SmolLm2.Encode("a\uD800b");

        Assert.Equal(TestTokenizers.SmolLm2.Encode("a\uFFFDb").Ids, lone.Ids);
        Assert.Equal(new TextSpan(0, 1), lone.Offsets[0]);
        Assert.Equal(new TextSpan(2, 3), lone.Offsets[^1]);
    }

    [Fact]
    public void Encode_SpecialToken_IsPlainText()
    {
        var ids = TestTokenizers.SmolLm2.Encode("<|im_start|>user").Ids;

        Assert.DoesNotContain(TestTokenizers.SmolLm2.SpecialTokens["<|im_start|>"], ids);
    }

    [Fact]
    public void Encode_WordLongerThanTheLimit_IsReadToItsEnd()
    {
        var text = new string('a', ByteLevelBpeTokenizer.MaxWordBytes + 100);

        Assert.Equal(text.Length, TestTokenizers.SmolLm2.Encode(text).Offsets[^1].End);
    }

    [Theory]
    [InlineData("model", "type", "\"Unigram\"")]
    [InlineData("model", "dropout", "0.1")]
    [InlineData("model", "unk_token", "\"unk\"")]
    [InlineData("model", "continuing_subword_prefix", "\"##\"")]
    [InlineData("model", "end_of_word_suffix", "\"w\"")]
    [InlineData("model", "byte_fallback", "true")]
    [InlineData("model", "ignore_merges", "true")]
    [InlineData("model", "vocab", "[]")]
    [InlineData("model", "merges", "{}")]
    [InlineData("pre_tokenizer", "type", "\"Sequence\"")]
    [InlineData("pre_tokenizer", "add_prefix_space", "true")]
    [InlineData("pre_tokenizer", "use_regex", "false")]
    public void Load_UnsupportedSetting_ThrowsItsNameAndValue(string section, string name, string value)
    {
        var json = Supported();
        json[section]![name] = JsonNode.Parse(value);

        var error = Assert.Throws<TokenizerFormatException>(() => Load(json));

        Assert.Contains($"{section}.{name} = {value}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Normalizer_Throws()
    {
        var json = Supported();
        json["normalizer"] = JsonNode.Parse("""{"type":"NFC"}""");

        Assert.Contains("normalizer", Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MergeToUnknownToken_Throws()
    {
        var json = Supported();
        json["model"]!["merges"]!.AsArray().Add("c a");

        Assert.Contains("'ca'", Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    private static JsonObject Supported() => JsonNode.Parse("""
        {
          "added_tokens": [{"id":0,"content":"<|end|>","special":true}],
          "normalizer": null,
          "pre_tokenizer": {"type":"ByteLevel","add_prefix_space":false,"use_regex":true},
          "model": {"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"",
            "byte_fallback":false,"ignore_merges":false,
            "vocab":{"<|end|>":0,"a":1,"b":2,"c":3,"\u0120":4,"ab":10,"bc":11},
            "merges":[["a","b"],"b c"]}
        }
        """)!.AsObject();

    private static ByteLevelBpeTokenizer Load(JsonObject json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json.ToJsonString());
            return ByteLevelBpeTokenizerJson.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
