using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class JsonRuleTests
{
    private static readonly JsonRule Sut = new();

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData(" [1, 2]\n", "[1, 2]")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}¦{\"a\":2}")]
    [InlineData("text {\"a\":1,\"b\":[true]} more", "{\"a\":1,\"b\":[true]}")]
    [InlineData("{\"n\":1,\"t\":\"one two three four five six\"}", "{\"n\":1,\"t\":\"¦\"}")]
    [InlineData("{\"n\":1,\"t\":\"one two three four five\"}", "{\"n\":1,\"t\":\"one two three four five\"}")]
    [InlineData("{\"t\":\"one \\\"two\\\" three\\nfour five six seven\\u00e9\"}", "{\"t\":\"¦\\\"¦\\\"¦\\n¦\\u00e9¦\"}")]
    [InlineData("see {\"x\":{\"a\":1}} ok", "{\"x\":{\"a\":1}}")]
    [InlineData("broken [[1, {\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}")]
    [InlineData("{\"t\":\"今天的会议讨论了下一季度的预算和人员安排以及其他事项\",\"n\":\"北京市海淀区\"}", "{\"t\":\"¦\",\"n\":\"北京市海淀区\"}")]
    public void Find_Json_LeavesOnlyLongValuesFree(string text, string expected) =>
        Assert.Equal(expected.Split('¦'), RuleRunner.Slices(Sut, text));

    [Theory]
    [InlineData("see [1, 2] and [note] and {x} and {} and []")]
    [InlineData("a {\"a\":1} small one")]
    [InlineData("{\"a\":01,\"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2,}")]
    [InlineData("{'a': 1, 'b': 2}")]
    [InlineData("[\"a\" \"b\"]")]
    [InlineData("[\"raw\nbreak\",\"b\"]")]
    [InlineData("[\"\\x\",\"b\"]")]
    [InlineData("{\"a\":1,\"b\":2")]
    public void Find_NotJson_FindsNothing(string text) => Assert.Empty(RuleRunner.Slices(Sut, text));

    [Fact]
    public void Find_TooDeep_ProtectsTheInnerLevels()
    {
        var text = new string('[', 70) + "\"a\",\"b\"" + new string(']', 70);

        Assert.Equal([text[6..^6]], RuleRunner.Slices(Sut, text));
    }

    [Fact]
    public void TryRead_AnyText_AgreesWithSystemTextJson()
    {
        var piece = Texts.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\"", "\"\\q\"", "1", "-0.5e+3", "01", "1.", "true", "nul", " ", "\n", "\"", "\t");
        var nearly = Gen.Select(JsonGen.Value, Gen.Int[0, 400], piece, (value, at, extra) =>
            value.Insert(Math.Min(at, value.Length), at % 3 == 0 ? "" : extra));

        Gen.OneOf(nearly, piece.List[0, 12].Select(string.Concat)).Sample(text =>
        {
            var scanner = new JsonScanner(text);
            var isContainer = text.StartsWith('{') || text.StartsWith('[');
            var accepted = isContainer && scanner.TryRead(0) && scanner.Position == text.TrimEnd(" \t\r\n".ToCharArray()).Length;
            return accepted == (isContainer && Parses(text));
        });
    }

    [Fact]
    public void Find_AnyWordsDropped_KeepsKeysTypesNumbersAndShortStrings()
    {
        Gen.Select(JsonGen.Value, Gen.Int, Gen.Bool).Sample((json, seed, insideText) =>
        {
            // A container of some size, so that the rule takes it inside other text too.
            var value = $"{{\"first\":{json},\"second\":\"a b c d e f g h\"}}";
            var text = insideText ? "Read this: " + value + " and answer." : value;
            var output = RuleRunner.DropAtRandom(text, Sut, seed);

            var start = output.IndexOf('{', StringComparison.Ordinal);
            var end = output.LastIndexOf('}');
            return JsonShape.Of(JsonNode.Parse(output[start..(end + 1)])) == JsonShape.Of(JsonNode.Parse(value));
        });
    }

    private static bool Parses(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
