using System.Text.Json.Nodes;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.WordPiece;

namespace PromptCompressor.UnitTests.Engine.Tokenization.WordPiece;

public sealed class WordPieceTokenizerJsonTests
{
    [Fact]
    public void Load_SupportedFile_TokenizesAsFromVocabulary()
    {
        const string Text = "H\u00E9llo, w\u00F6rld! 3.14 \u6F22\u5B57";
        var expected = TestTokenizers.Uncased.Encode(Text);
        var found = Load(Supported()).Encode(Text);
        Assert.Equal(expected.Ids, found.Ids);
        Assert.Equal(expected.Offsets, found.Offsets);
    }

    [Fact]
    public void Load_StripAccentsNull_FollowsLowerCase()
    {
        var json = Supported();
        json["normalizer"]!["lowercase"] = false;
        json["normalizer"]!["strip_accents"] = null;
        Assert.Equal(TestTokenizers.Cased.Encode("\u00E9t\u00E9").Ids, Load(json).Encode("\u00E9t\u00E9").Ids);
    }

    [Theory]
    [InlineData("model", "type", "\"BPE\"")]
    [InlineData("model", "unk_token", "\"[NONE]\"")]
    [InlineData("model", "continuing_subword_prefix", "\"@@\"")]
    [InlineData("model", "max_input_chars_per_word", "200")]
    [InlineData("model", "vocab", "[]")]
    [InlineData("normalizer", "type", "\"Lowercase\"")]
    [InlineData("normalizer", "clean_text", "false")]
    [InlineData("normalizer", "handle_chinese_chars", "false")]
    [InlineData("normalizer", "lowercase", "\"yes\"")]
    [InlineData("pre_tokenizer", "type", "\"Whitespace\"")]
    public void Load_UnsupportedSetting_ThrowsItsNameAndValue(string section, string name, string value)
    {
        var json = Supported();
        json[section]![name] = JsonNode.Parse(value);
        var error = Assert.Throws<TokenizerFormatException>(() => Load(json));
        Assert.Contains($"{section}.{name} = {value}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingSection_ThrowsItsName()
    {
        var json = Supported();
        json.Remove("normalizer");
        var error = Assert.Throws<TokenizerFormatException>(() => Load(json));
        Assert.Contains("normalizer.type = (missing)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AddedTokenThatIsNotSpecial_Throws()
    {
        var json = Supported();
        json["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id":7,"content":"foo","special":false}"""));
        Assert.Contains("added_tokens", Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotJson_Throws() => Assert.Throws<TokenizerFormatException>(() => LoadText("{"));

    private static JsonObject Supported()
    {
        var vocabulary = new JsonObject();
        var id = 0;
        foreach (var line in File.ReadLines(TestTokenizers.VocabularyPath))
        {
            vocabulary[line] = id++;
        }

        var json = JsonNode.Parse("""
            {
              "truncation": null,
              "added_tokens": [{"id":0,"content":"[PAD]","special":true}],
              "normalizer": {"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
              "pre_tokenizer": {"type":"BertPreTokenizer"},
              "post_processor": {"type":"TemplateProcessing"},
              "model": {"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100}
            }
            """)!.AsObject();
        json["model"]!["vocab"] = vocabulary;
        return json;
    }

    private static WordPieceTokenizer Load(JsonObject json) => LoadText(json.ToJsonString());

    private static WordPieceTokenizer LoadText(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            return WordPieceTokenizerJson.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
