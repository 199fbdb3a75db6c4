using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Json;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace PromptCompressor.UnitTests.Core.Content.Json;

public sealed class JsonContentTests
{
    private static readonly ContentOptions Lossless = ContentTexts.Options with { OmitRecords = false };

    [Theory]
    [InlineData("""{ "id": 12345678901234567890, "v": 1.0, "e": 1e3, "E": -0.5E+10 }""", """{"id":12345678901234567890,"v":1.0,"e":1e3,"E":-0.5E+10}""")]
    [InlineData("""{ "a": 1, "a": 2 }""", """{"a":1,"a":2}""")]
    [InlineData("""[ 1, true, "1", null, [ [ 1.5, 2.5 ] ], { } ]""", """[1,true,"1",null,[[1.5,2.5]],{}]""")]
    [InlineData(""" {"s": "\u00e9 \/ \ud800 \" [ , ] "} """, """ {"s":"\u00e9 \/ \ud800 \" [ , ] "} """)]
    public void Minified_KeepsEverySpelling(string text, string expected) => Assert.Equal(expected, Minified(text));

    [Theory]
    [InlineData("""{"a": 1, } // trailing""")]
    [InlineData("""[{"a": 1}, {"a" """)]
    [InlineData("""{"a": 01}""")]
    [InlineData("""{"a": NaN}""")]
    [InlineData("""{'a': 1}""")]
    [InlineData("{\"a\": \"x\ny\"}")]
    public void Parse_OtherThanJson_IsNone(string text) => Assert.Null(JsonTree.Parse(text));

    [Fact]
    public void Parse_TooDeep_IsNone()
    {
        Assert.NotNull(JsonTree.Parse(new string('[', 60) + new string(']', 60)));
        Assert.Null(JsonTree.Parse(new string('[', 70) + new string(']', 70)));
    }

    [Fact]
    public void Parse_WhatTheBaseLibraryParses_AndNothingElse() =>
        Gen.String[Gen.Char["{}[]\",:a01.-eE+tfn ul\\"], 1, 12].Select(s => s.Replace("t", "true", StringComparison.Ordinal)).Sample(
            text =>
            {
                bool ours = JsonTree.Parse(text) is not null, theirs;
                try
                {
                    using var document = JsonDocument.Parse(text);
                    theirs = document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                }
                catch (JsonException)
                {
                    theirs = false;
                }

                Assert.Equal(theirs, ours);
            },
            iter: 20_000);

    [Fact]
    public void Table_OfLikeRecords_HasTheInverse() =>
        Records.Sample(
            records =>
            {
                var text = "{\"total\":" + records.Count.ToString(CultureInfo.InvariantCulture) + ",\"items\": [" + string.Join(" , ", records) + "]}";
                var reduced = ContentReducer.Reduce(text, ContentKind.Json, 0, Lossless).Text;
                Assert.Equal(Minified(text), Expanded(reduced));
            },
            iter: 1000);

    [Fact]
    public void Table_OfJsonLines_HasTheInverse() =>
        Records.Sample(
            records =>
            {
                var reduced = ContentReducer.Reduce(string.Join('\n', records), ContentKind.JsonLines, 0, Lossless with { CountTokens = t => t.Length }).Text;
                Assert.DoesNotContain('\n', reduced.StartsWith("{\"columns\"", StringComparison.Ordinal) ? reduced : "");
                Assert.Equal(string.Join('\n', records.Select(Minified)), reduced.StartsWith("{\"columns\"", StringComparison.Ordinal) ? Expanded(reduced)[1..^1].Replace("},{\"k0\"", "}\n{\"k0\"", StringComparison.Ordinal) : reduced);
            },
            iter: 1000);

    [Fact]
    public void Table_ValuesThatAreNotThere_StayFiveDifferentThings()
    {
        const string Rows = """[{"identifier":1,"value":null},{"identifier":2,"value":""},{"identifier":3,"value":0},{"identifier":4,"value":false},{"identifier":5}]""";
        Assert.Equal(Rows, Reduced(Rows));
        Assert.Equal(
            """{"columns":["identifier","value"],"count":5,"rows":[[1,null],[2,""],[3,0],[4,false],[5,"null"]]}""",
            Reduced(Rows.Replace("5}", "5,\"value\":\"null\"}", StringComparison.Ordinal)).Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[{"a":1,"a":2},{"a":1,"a":2},{"a":1,"a":2},{"a":1,"a":2},{"a":1,"a":2},{"a":1,"a":2}]""")]
    [InlineData("""[{"a":1,"b":2},{"b":1,"a":2},{"a":1,"b":2},{"a":1,"b":2},{"a":1,"b":2},{"a":1,"b":2}]""")]
    [InlineData("""[[1.5,2.5],[3.0,4.0],[3.0,4.0],[3.0,4.0],[3.0,4.0],[3.0,4.0],[3.0,4.0],[3.0,4.0]]""")]
    public void Table_OfOtherThanLikeRecords_IsNone(string text) => Assert.Null(JsonTable.Of(JsonTree.Parse(text)!, 0));

    [Fact]
    public void Rows_LeftOut_AreCountedAndTheTotalStays()
    {
        var text = "{\"total\":60,\"items\":" + Samples.Issues(60).Replace("\"id\":48041,\"title\":\"Search is slow\"", "\"id\":48041,\"title\":\"CRITICAL: roll back before noon\"", StringComparison.Ordinal) + "}";
        var reduced = JsonNode.Parse(ContentTexts.Reduce(text, 0.3))!;
        var items = reduced["items"]!;
        Assert.Equal(60, (int)reduced["total"]!);
        Assert.Equal(60, (int)items["count"]!);
        Assert.Equal(60, (int)items["omitted_rows"]! + items["rows"]!.AsArray().Count);
        Assert.Contains(items["rows"]!.AsArray(), row => (string?)row![1] == "CRITICAL: roll back before noon");
    }

    [Fact]
    public void Rows_ThatAreNotAlike_LeaveAMarkWhereTheyWere()
    {
        var text = "[" + string.Join(',', Enumerable.Range(0, 40).Select(i => Samples.Line($"{{\"id\":{i},\"name\":\"one of many\"{(i % 3 == 0 ? ",\"extra\":true" : "")}}}"))) + "]";
        var reduced = JsonNode.Parse(ContentTexts.Reduce(text, 0.3))!.AsArray();
        Assert.Equal(40, reduced.Sum(e => (int?)e![OmissionMark.JsonMember] ?? 1));
        Assert.Equal(0, (int)reduced[0]!["id"]!);
        Assert.Equal(39, (int)reduced[^1]!["id"]!);
    }

    [Fact]
    public void Rows_Spike_Stays()
    {
        var text = "[" + string.Join(',', Enumerable.Range(0, 120).Select(i => Samples.Line($"{{\"at\":{1933387200 + (i * 60)},\"cpu\":{(i == 88 ? 97.5 : 20 + (i % 10))},\"host\":\"web-{i % 3}\"}}"))) + "]";
        Assert.Contains(",97.5,", ContentTexts.Reduce(text, 0.2), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_AllReportAFailure_AreRankedAndNotAllKept()
    {
        var text = "[" + string.Join(',', Enumerable.Range(0, 80).Select(i => Samples.Line($"{{\"id\":{i},\"status\":\"error\",\"text\":\"connection refused by host {i}\"}}"))) + "]";
        Assert.True(ContentTexts.Only(text, 0.3).Tokens < 0.4 * ContentTexts.Count(text));
    }

    [Fact]
    public void ShortArray_StaysWhole()
    {
        var text = "[" + string.Join(", ", Enumerable.Range(0, 7).Select(i => Samples.Line($"{{\"id\": {i}, \"text\": \"a text that is rather long for a record\"}}"))) + "]";
        Assert.Equal(Minified(text), Expanded(ContentTexts.Reduce(text, 0.1)));
    }

    [Fact]
    public void LongArrayOfNumbers_KeepsItsPeak()
    {
        var text = "{\"series\":[" + string.Join(',', Enumerable.Range(0, 500).Select(i => i == 333 ? "9000" : (i * 7 % 20).ToString(CultureInfo.InvariantCulture))) + "]}";
        var series = JsonNode.Parse(ContentTexts.Reduce(text, 0.2))!["series"]!.AsArray();
        Assert.Contains(series, e => e is JsonValue && (int)e == 9000);
        Assert.Equal(500, series.Sum(e => e is JsonObject ? (int)e[OmissionMark.JsonMember]! : 1));
    }

    [Theory]
    [InlineData("{\"n\":1}{\"n\":2}")]
    [InlineData("{\"n\":1} {\"n\":2}")]
    [InlineData("{\"n\":1}\n\n[{\"n\":2}]")]
    public void ParseMany_DocumentsInARow_AreAsMany(string text) => Assert.Equal(2, JsonTree.ParseMany(text)!.Nodes[0].Count);

    [Fact]
    public void EmbeddedOutput_IsShortenedAsWhatItIs()
    {
        var log = ContentTexts.Log(120, "2031-04-17T03:59:59.000Z ERROR [x] a.B - \"boom\" é");
        var text = "{\"output\":" + JsonText.Encode(log, asciiOnly: true) + ",\"metadata\":{\"exit_code\":2}}";
        var reduced = JsonNode.Parse(ContentTexts.Reduce(text, 0.3))!;
        Assert.Equal(2, (int)reduced["metadata"]!["exit_code"]!);
        Assert.Contains("ERROR [x] a.B - \"boom\" é\n", (string)reduced["output"]!, StringComparison.Ordinal);
        Assert.Contains("lines omitted", (string)reduced["output"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Blob_InAString_IsAMarkAndHashesStay()
    {
        var image = Convert.ToBase64String([.. Enumerable.Range(0, 900).Select(i => (byte)(i * 7919 >> 3))]);
        var text = Samples.Line($"{{\"icon\":\"data:image/png;base64,{image}\",\"integrity\":\"sha512-3f1c09ab7d2e54aa3f1c09ab7d2e54aa\"}}");
        var reduction = ContentTexts.Only(text);
        Assert.Equal("""{"icon":"[base64, image/png, 1200 characters omitted]","integrity":"sha512-3f1c09ab7d2e54aa3f1c09ab7d2e54aa"}""", reduction.Text);
        Assert.False(reduction.Lossless);
        Assert.Equal(text, ContentReducer.Reduce(text, ContentKind.Json, 1, Lossless).Text);
    }

    [Theory]
    [InlineData("\"a\\n\\u00e9\\\"\"", true)]
    [InlineData("\"aé\\t\\\\\"", true)]
    [InlineData("\"\\/\"", false)]
    [InlineData("\"\\u00E9\"", false)]
    public void JsonText_Decoded_EncodesToTheSameBytesOrIsRefused(string raw, bool same)
    {
        Assert.Equal(same, JsonText.TryDecode(raw, out var text, out var asciiOnly));
        Assert.Equal(same, JsonText.Encode(text, asciiOnly) == raw);
    }

    private static readonly Gen<string> Value = Gen.OneOf(
        "1", "1.0", "-0", "1e3", "12345678901234567890", "null", "true", "\"\"", "\"null\"", "\"a \\\" b\"", "\"\\u00e9\\/\"", "[]", "[1, 2 ]", "{}", "{\"x\": 1}", "[{\"y\": 1}, {\"y\": 2}]", "\"a long text that says something\"");

    /// <summary>Records with the same keys, some nested, some constant, and any values.</summary>
    private static readonly Gen<List<string>> Records =
        Gen.Select(Gen.Int[1, 5], Gen.Int[5, 20], Gen.Bool, Gen.Bool, Value.Array[400]).Select((columns, rows, nested, constant, values) =>
            Enumerable.Range(0, rows).Select(row =>
            {
                var text = new StringBuilder("{");
                for (var c = 0; c < columns; c++)
                {
                    text.Append(c == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"\"k{c}\": {values[(row * columns) + c]}");
                }

                return text.Append(nested ? Samples.Line($", \"user\": {{\"login\": \"l{row}\", \"deep\": {{\"id\": {row}}}}}") : "").Append(constant ? ", \"env\": \"prod\"" : "").Append('}').ToString();
            }).ToList());

    private static string Reduced(string text) => ContentReducer.Reduce(text, ContentKind.Json, 0, Lossless with { CountTokens = t => t.Length }).Text;

    private static string Minified(string text) =>
        JsonContent.Of(text, ContentKind.Json, Lossless with { Reshape = false }, (inner, _) => (inner, true), blobs: false) is { } content ? content.Render([.. Enumerable.Repeat(true, content.Records.Count)]) : text;

    /// <summary>The way back, by another parser: every table as the array that it was.</summary>
    private static string Expanded(string text)
    {
        using var document = JsonDocument.Parse(text);
        var output = new StringBuilder();
        Write(document.RootElement, output);
        return output.ToString();
    }

    private static void Write(JsonElement value, StringBuilder output)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("columns", out var columns) && value.TryGetProperty("rows", out var rows))
        {
            var names = columns.EnumerateArray().Select(c => c.GetString()!).ToArray();
            var all = value.TryGetProperty("all_rows", out var same) ? same.EnumerateObject().ToArray() : [];
            output.Append('[').AppendJoin(',', rows.EnumerateArray().Select(row =>
                Nested([.. names.Zip(row.EnumerateArray()), .. all.Select(a => (a.Name, a.Value))], ""))).Append(']');
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                output.Append('{').AppendJoin(',', value.EnumerateObject().Select(m => JsonSerializer.Serialize(m.Name) + ":" + Of(m.Value))).Append('}');
                break;
            case JsonValueKind.Array:
                output.Append('[').AppendJoin(',', value.EnumerateArray().Select(Of)).Append(']');
                break;
            default:
                output.Append(value.GetRawText());
                break;
        }
    }

    private static string Of(JsonElement value)
    {
        var output = new StringBuilder();
        Write(value, output);
        return output.ToString();
    }

    /// <summary>Columns with the same word before their dot are one member.</summary>
    private static string Nested(List<(string Name, JsonElement Value)> cells, string prefix)
    {
        var members = new List<string>();
        for (var i = 0; i < cells.Count; i++)
        {
            var name = cells[i].Name[prefix.Length..];
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                members.Add(JsonSerializer.Serialize(name) + ":" + Of(cells[i].Value));
                continue;
            }

            var inner = prefix + name[..(dot + 1)];
            var group = cells.Skip(i).TakeWhile(c => c.Name.StartsWith(inner, StringComparison.Ordinal)).ToList();
            members.Add(JsonSerializer.Serialize(name[..dot]) + ":" + Nested(group, inner));
            i += group.Count - 1;
        }

        return "{" + string.Join(',', members) + "}";
    }

    private const string Body = "The customer wrote that the export hangs whenever the file is larger than two megabytes. We saw it with one browser only, never with the other. Carla thinks that the proxy cuts the stream after thirty seconds, but she is not sure. The vendor says that a fix lands on 3 March 2026 at the earliest. "
        + "The import was fast again on Monday, and on Tuesday it was slow. The night job failed with exit code 137 on the second machine. Ben has asked for a bigger one, and he was told to wait. Until then, nobody may restart the gateway without asking Carla.";

    [Fact]
    public void LongProse_LosesWholeSentencesWithASignAtEachCut()
    {
        var text = $$"""{"id":4711,"state":"open","body":"{{Body}}","next":{"body":"{{Body}}"} }""";
        var reduction = ContentTexts.Only(text, 0.5);
        using var document = JsonDocument.Parse(reduction.Text);
        var body = document.RootElement.GetProperty("body").GetString()!;
        Assert.Equal(body, document.RootElement.GetProperty("next").GetProperty("body").GetString());
        Assert.StartsWith("The customer wrote that the export hangs whenever the file is larger than two megabytes. ", body, StringComparison.Ordinal);
        Assert.Contains("… The night job failed with exit code 137 on the second machine. …", body, StringComparison.Ordinal);
        Assert.EndsWith("Until then, nobody may restart the gateway without asking Carla.", body, StringComparison.Ordinal);
        Assert.All(body.Split('…', StringSplitOptions.TrimEntries), piece => Assert.Contains(piece, Body, StringComparison.Ordinal));
        Assert.False(reduction.Lossless);
        Assert.True(reduction.Tokens < 0.65 * reduction.OriginalTokens);
        Assert.Equal(reduction.Text, ContentTexts.Reduce(reduction.Text, 0.5));
    }

    [Fact]
    public void LongProse_KeepsWhoSaidWhat()
    {
        var talk = string.Join("\\n", Enumerable.Range(0, 12).Select(i => Samples.Line($"{(i % 2 == 0 ? "Lind" : "Okafor")}: This is what I said at {i}. And this is what I added to it.")));
        using var document = JsonDocument.Parse(ContentTexts.Reduce($$"""{"talk":"{{talk}}"}""", 0.4));
        Assert.All(document.RootElement.GetProperty("talk").GetString()!.Split('\n'), line => Assert.True(line == "…" || line.StartsWith("Lind: This", StringComparison.Ordinal) || line.StartsWith("Okafor: This", StringComparison.Ordinal), line));
    }

    [Fact]
    public void LongProse_StaysWhereElementsAreEnough()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 20).Select(i => Samples.Line($"{{\"id\":{i},\"body\":\"{Body}\"}}"))) + "]";
        Assert.DoesNotContain("…", ContentTexts.Reduce(text, 0.5), StringComparison.Ordinal);
    }

    [Fact]
    public void LongProse_IsCutInADocumentThatIsReadOnce()
    {
        var body = Body.Replace("failed with exit code 137", "ended early", StringComparison.Ordinal);
        var elements = Enumerable.Range(0, 20).Select(i => Samples.Line($"{{\"id\":{i},\"state\":\"{(i < 6 ? "failed" : "ok")}\",\"body\":\"Case {i} is open. {body}\"}}")).ToArray();
        var judged = 0;
        var options = ContentTexts.Options with { Relevance = record => { judged += record.StartsWith('{') ? 1 : 0; return 0; } };
        var text = "[" + string.Join(",", elements) + "]";
        var reduction = ContentReducer.Reduce(text, ContentKind.Json, ContentTexts.Count(text) / 8, options);
        Assert.Contains("…", reduction.Text, StringComparison.Ordinal);
        Assert.Equal(elements.Length, judged);
    }
}
