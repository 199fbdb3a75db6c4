using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

/// <summary>Texts that are more than prose, over HTTP, with the real model.</summary>
public sealed class ContentTests(ServiceFixture service)
{
    private const string Path = "/v1/compress";
    private const string Failure = "2031-04-17T03:40:00.280Z ERROR [pay] settlement 4711 failed: connection refused";

    private const string Diff = """
        diff --git a/src/store.py b/src/store.py
        index 1111111..2222222 100644
        --- a/src/store.py
        +++ b/src/store.py
        @@ -1,12 +1,12 @@
         import os
         import json

         LIMIT = 40
         NAMES = ["orders", "refunds", "parcels"]


         def total(rows):
        -    return sum(row.total for row in rows)
        +    return sum(row.total for row in rows if row.open)

         # The end of the sums.
         # What follows reads files.
        """;

    private static readonly string Log = string.Join('\n', Enumerable.Range(0, 60).Select(i => i == 40 ? Failure
        : string.Create(CultureInfo.InvariantCulture, $"2031-04-17T03:{i:00}:00.{i * 7:000}Z INFO [http] request {1000 + (i * 13)} for /orders/{i} done in {i * 3} ms")));

    [Fact]
    public async Task Compress_Log_LinesAreOriginalsOrMarks()
    {
        var answer = await AskAsync(Log, 0.3);

        var lines = ((string)answer["compressed_prompt"]!).Split('\n');
        var originals = Log.Split('\n').ToHashSet();
        Assert.Contains(Failure, lines);
        Assert.All(lines, line => Assert.True(originals.Contains(line) || OmissionMark.IsMark(line) || originals.Contains(line[..Math.Max(0, line.LastIndexOf(" [", StringComparison.Ordinal))]), line));
        Assert.InRange((double)answer["rate"]!, 0.1, 0.3);
        Assert.Equal(("log", false), ((string)Block(answer)["kind"]!, (bool)Block(answer)["lossless"]!));
        Assert.InRange((int)Block(answer)["omitted_records"]!, 1, 59);
        Assert.Equal(0, (int)answer["cache"]!["segments"]!);
    }

    [Fact]
    public async Task Compress_Json_ParsesAndValuesAreOriginals()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 50).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = 10000000000000000 + i,
            ["name"] = $"customer {i * 7}",
            ["total"] = (i * 1.25m) + 0.10m,
            ["note"] = i % 3 == 0 ? null : "call back",
        })]);

        var answer = await AskAsync(rows.ToJsonString(), 0.5);

        var table = JsonNode.Parse((string)answer["compressed_prompt"]!)!;
        Assert.Equal(["id", "name", "total", "note"], table["columns"]!.AsArray().Select(column => (string)column!));
        Assert.Equal(50, (int)table["count"]!);
        var originals = rows.ToDictionary(row => (long)row!["id"]!, row => row!.AsObject().Select(member => member.Value?.ToJsonString()).ToArray());
        Assert.All(table["rows"]!.AsArray(), row => Assert.Equal(originals[(long)row![0]!], row!.AsArray().Select(cell => cell?.ToJsonString())));
        Assert.InRange((double)answer["rate"]!, 0.3, 0.5);
        Assert.Equal("json", (string)Block(answer)["kind"]!);
    }

    [Fact]
    public async Task Compress_Diff_KeepsEveryChange()
    {
        var answer = await AskAsync(Diff, 0.5);

        var output = (string)answer["compressed_prompt"]!;
        Assert.Contains("-    return sum(row.total for row in rows)\n+    return sum(row.total for row in rows if row.open)", output, StringComparison.Ordinal);
        Assert.StartsWith("diff --git a/src/store.py b/src/store.py\n", output, StringComparison.Ordinal);
        Assert.Equal("diff", (string)Block(answer)["kind"]!);
    }

    [Fact]
    public async Task Compress_ProseAndLog_EachByItsKind()
    {
        var answer = await AskAsync($"{Texts.Meeting}\n\n{Log}\n\n{Texts.Meeting}", 0.4);

        var output = (string)answer["compressed_prompt"]!;
        Assert.Contains($"\n{Failure}\n", output, StringComparison.Ordinal);
        Assert.InRange((double)answer["rate"]!, 0.2, 0.4);
        Assert.Contains("log", answer["blocks"]![0]!.AsArray().Select(block => (string)block!["kind"]!));
        Assert.Contains("words", answer["blocks"]![0]!.AsArray().SelectMany(block => block!["methods"]!.AsArray(), (_, method) => (string)method!));
        Assert.InRange((int)answer["cache"]!["segments"]!, 1, 100);
        Assert.Equal(output, (string)(await AskAsync($"{Texts.Meeting}\n\n{Log}\n\n{Texts.Meeting}", 0.4))["compressed_prompt"]!);
    }

    [Fact]
    public async Task Compress_AllProse_SameBytesAsProse()
    {
        var (auto, prose) = (await AskAsync(Texts.Meeting, 0.5), await service.Client.PostAsync(Path, new JsonObject { ["context"] = Texts.Meeting, ["content"] = "prose" }));

        Assert.Equal((string)prose["compressed_prompt"]!, (string)auto["compressed_prompt"]!);
        Assert.Equal((double)prose["threshold"]!, (double)auto["threshold"]!);
        Assert.Null(prose["blocks"]);
    }

    [Fact]
    public async Task Compress_ToolMessages_ByTheirKind()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "What failed?" }, new JsonObject { ["role"] = "tool", ["tool_call_id"] = "c", ["content"] = Log }),
            ["rate"] = 0.3,
        });

        Assert.Contains($"\n{Failure}\n", (string)answer["messages"]![1]!["content"]!, StringComparison.Ordinal);
        Assert.Equal(2, answer["blocks"]!.AsArray().Count);
        Assert.Equal("log", (string)answer["blocks"]![1]![0]!["kind"]!);
    }

    [Fact]
    public async Task Compress_OneKind_TakesAllAsThat()
    {
        var notes = string.Join('\n', Enumerable.Range(0, 30).Select(i => $"note {i}: the pump in hall {i % 7} runs, as it should"));
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = notes, ["rate"] = 0.3, ["content"] = "log" });

        Assert.Equal("log", (string)Block(answer)["kind"]!);
        var lines = notes.Split('\n').ToHashSet();
        Assert.All(((string)answer["compressed_prompt"]!).Split('\n'), line => Assert.True(lines.Contains(line) || OmissionMark.IsMark(line) || lines.Any(own => line.StartsWith(own, StringComparison.Ordinal)), line));
    }

    [Fact]
    public async Task Compress_Spans_TellSlicesFromWhatWasWritten()
    {
        var text = $"{Texts.Meeting}\n\n{Log}";
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = 0.4, ["return_spans"] = true, ["return_word_label"] = true });

        var output = (string)answer["compressed_prompt"]!;
        var written = answer["written"]![0]!.AsArray().Select(span => ((int)span![0]!, (int)span[1]!)).ToArray();
        Assert.Contains(written, span => output[span.Item1..span.Item2].Contains("omitted", StringComparison.Ordinal));
        foreach (var (start, end) in written.Reverse())
        {
            output = output.Remove(start, end - start);
        }

        Assert.Equal(string.Concat(answer["spans"]![0]!.AsArray().Select(span => text[(int)span![0]!..(int)span[1]!])), output);
        var failure = text.IndexOf(Failure, StringComparison.Ordinal);
        var label = answer["labels"]![0]!.AsArray().Single(word => (int)word!["start"]! == failure)!;
        Assert.Equal((failure + Failure.Length, 1, null), ((int)label["end"]!, (int)label["label"]!, (double?)label["probability"]));
    }

    [Fact]
    public async Task Compress_Reshape_MakesTablesOrNot()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 40).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["town"] = "Oslo", ["total"] = i * 37 })]).ToJsonString();
        var (table, array) = (await AskAsync(rows, 0.6), await service.Client.PostAsync(Path, new JsonObject { ["context"] = rows, ["rate"] = 0.6, ["reshape"] = false }));

        Assert.Equal(40, (int)JsonNode.Parse((string)table["compressed_prompt"]!)!["count"]!);
        Assert.InRange(JsonNode.Parse((string)array["compressed_prompt"]!)!.AsArray().Count, 10, 39);
    }

    [Fact]
    public async Task Compress_TagsAndFilters_HoldForStructure()
    {
        var tagged = await service.Client.PostAsync(Path, new JsonObject { ["context"] = $"{Texts.Meeting}\n\n<llmlingua, rate=0.1>{Log}</llmlingua>", ["rate"] = 0.9 });
        var filtered = await service.Client.PostAsync(Path, new JsonObject { ["context"] = new JsonArray(Texts.Meeting, Log), ["rate"] = 0.5, ["target_context"] = 1, ["question"] = "Which settlement failed?" });

        var log = tagged["blocks"]![0]!.AsArray().Single(block => (string)block!["kind"]! == "log")!;
        Assert.InRange((int)log["compressed_tokens"]!, 1, (int)log["origin_tokens"]! * 0.2);
        Assert.DoesNotContain("llmlingua", (string)tagged["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.Equal(0, (int)filtered["dropped_contexts"]!.AsArray().Single()!);
        Assert.Contains(Failure, (string)filtered["compressed_prompt"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_BudgetMissed_NamesWhatStays()
    {
        var config = string.Concat(Enumerable.Range(0, 30).Select(i => $"pump_{i}:\n  hall: {i % 7}\n  limit: {i * 3}\n"));
        var answer = await AskAsync(config, 0.3);

        Assert.Equal($"The budget was not met: structure that stays as it came ({(string)Block(answer)["kind"]!}), and protected and forced text leaves {answer["origin_tokens"]} of {answer["origin_tokens"]} tokens.",
            (string)answer["warnings"]![0]!);
    }

    [Fact]
    public async Task Explain_Structure_LineByLine()
    {
        var text = $"{Texts.Meeting}\n\n{Log}";
        var answer = await service.Client.PostAsync("/v1/explain", new JsonObject { ["context"] = text, ["rate"] = 0.4 });

        var explained = answer["texts"]![0]!;
        var lines = explained["words"]!.AsArray().Where(word => (string)word!["reason"]! is "whole" or "omitted").ToArray();
        Assert.Equal(60, lines.Length);
        Assert.All(lines, line => Assert.Equal(Log.Contains(text[(int)line!["start"]!..(int)line["end"]!], StringComparison.Ordinal), line["probability"] is null));
        Assert.True((bool)lines[40]!["kept"]!);
        Assert.Contains(explained["words"]!.AsArray(), word => (string)word!["reason"]! == "kept");
        Assert.NotEmpty(explained["written"]!.AsArray());
        Assert.Equal(2, answer["result"]!["blocks"]![0]!.AsArray().Count);
    }

    [Fact]
    public async Task Reference_KnowsNoBlocks()
    {
        var answer = await service.Client.PostAsync(Path, new JsonObject { ["context"] = Log, ["mode"] = "reference", ["rate"] = 0.5 });
        var mode = await RefusedAsync(Path, new JsonObject { ["context"] = Log, ["mode"] = "content" });

        Assert.Null(answer["blocks"]);
        Assert.DoesNotContain("omitted", (string)answer["compressed_prompt"]!, StringComparison.Ordinal);
        Assert.NotNull(mode["mode"]);
    }

    private static JsonNode Block(JsonObject answer) => Assert.Single(answer["blocks"]![0]!.AsArray())!;

    private async Task<JsonObject> AskAsync(string text, double rate) =>
        await service.Client.PostAsync(Path, new JsonObject { ["context"] = text, ["rate"] = rate });

    private async Task<JsonNode> RefusedAsync(string path, JsonObject request) =>
        (await service.Client.PostAsync(path, request, HttpStatusCode.UnprocessableEntity))["errors"]!;
}
