using System.Text.Json.Nodes;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Unigram;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Unigram;

public sealed class UnigramTokenizerJsonTests
{
    [Fact]
    public void Load_SupportedFile_Tokenizes()
    {
        var sut = Load(Supported());
        Assert.Equal([5, 6, 7, 4], sut.Encode("hello <").Ids);
        Assert.Equal(new SpecialTokenIds(Cls: 0, Sep: 2, Pad: 1, Unk: 3), sut.SpecialIds);
    }

    [Fact]
    public void Load_SpecialTokenInVocabulary_IsTextInContent() =>
        Assert.DoesNotContain(0, Load(Supported()).Encode("<s>").Ids);

    [Theory]
    [InlineData("model", "type", "\"BPE\"")]
    [InlineData("model", "byte_fallback", "true")]
    [InlineData("model", "unk_id", "\"three\"")]
    [InlineData("model", "vocab", "{}")]
    [InlineData("normalizer", "type", "\"NFKC\"")]
    [InlineData("normalizer", "precompiled_charsmap", "\"!\"")]
    [InlineData("pre_tokenizer", "type", "\"Metaspace\"")]
    [InlineData("pre_tokenizer", "pretokenizers", "[]")]
    public void Load_UnsupportedSetting_ThrowsItsNameAndValue(string section, string name, string value)
    {
        var json = Supported();
        json[section]![name] = JsonNode.Parse(value);
        var error = Assert.Throws<TokenizerFormatException>(() => Load(json));
        Assert.Contains($"{section}.{name} = {value}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prepend_scheme", "\"first\"")]
    [InlineData("add_prefix_space", "false")]
    [InlineData("replacement", "\"_\"")]
    [InlineData("split", "false")]
    public void Load_OtherMetaspace_Throws(string name, string value)
    {
        var json = Supported();
        json["pre_tokenizer"]!["pretokenizers"]![1]![name] = JsonNode.Parse(value);
        Assert.Contains(name, Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSeparator_Throws()
    {
        var json = Supported();
        json["added_tokens"]!.AsArray().RemoveAt(2);
        Assert.Contains("</s>", Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    private static JsonObject Supported() => JsonNode.Parse("""
        {
          "added_tokens": [
            {"id":0,"content":"<s>","special":true}, {"id":1,"content":"<pad>","special":true},
            {"id":2,"content":"</s>","special":true}, {"id":3,"content":"<unk>","special":true}
          ],
          "normalizer": {"type":"Precompiled","precompiled_charsmap":""},
          "pre_tokenizer": {"type":"Sequence","pretokenizers":[
            {"type":"WhitespaceSplit"}, {"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}]},
          "model": {"type":"Unigram","unk_id":3,"vocab":[
            ["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["<",-4],["\u2581hel",-3],["lo",-3],["\u2581",-2]]}
        }
        """)!.AsObject();

    private static UnigramTokenizer Load(JsonObject json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json.ToJsonString());
            return UnigramTokenizerJson.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
