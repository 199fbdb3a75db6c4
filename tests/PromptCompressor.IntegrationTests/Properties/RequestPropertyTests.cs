using System.Text.Json.Nodes;
using CsCheck;
using PromptCompressor.Core.Text;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Properties;

/// <summary>The promises of the contract, over HTTP and with the real model, whatever is asked for.</summary>
public sealed class RequestPropertyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Path = "/v1/compress";
    private const int Cases = 40;

    private static readonly ITokenCounter Counter = ServiceHost.Counters.Find("gpt-4o")!;

    private static readonly string[] Questions = ["When did Anna launch the payment?", "支払いデータ", "?!"];

    /// <summary>JSON has no lone surrogates; the pipeline's own tests have them.</summary>
    private static readonly Gen<string> Context = TextGen.Any.Select(text => string.Concat(text.EnumerateRunes()));

    private static readonly Gen<JsonObject> Requests = Gen.Select(Context.Array[1, 3], Gen.Double[0.05, 1], Gen.Int[1, 80], Gen.Int[0, 127], Gen.Int[0, 2]).Select((contexts, rate, target, flags, question) =>
    {
        var request = new JsonObject
        {
            ["context"] = new JsonArray([.. contexts.Select((text, i) => (JsonNode)((flags & 1) == i + 1 ? $"<llmlingua, rate=0.3>{text}</llmlingua> and more" : text))]),
            ["model"] = "xlmr-mini-fast",
            ["return_spans"] = true,
            ["return_word_label"] = true,
        };
        Set(2, "rate", Math.Round(rate, 3));
        Set(64, "target_token", target);
        Set(4, "question", Questions[question]);
        Set(8, "instruction", "Answer briefly.");
        Set(16, "target_context", 1 + (target % 2));
        Set(32, "context_level_rate", Math.Round(rate, 3));
        return request;

        void Set(int flag, string field, JsonNode value)
        {
            if ((flags & flag) != 0)
            {
                request[field] = value;
            }
        }
    });

    [Fact]
    public Task Compress_AnyRequest_SpansAndLabelsPointAtTheSourceAndTheBudgetHolds() =>
        Requests.SampleAsync(
            async request =>
            {
                var answer = await service.Client.PostAsync(Path, request);

                var contexts = request["context"]!.AsArray().Select(text => (string)text!).ToArray();
                var outputs = answer["compressed_prompt_list"]!.AsArray().Select(text => (string)text!).ToArray();
                for (var i = 0; i < contexts.Length; i++)
                {
                    var kept = KeptOf(contexts[i], outputs[i], answer["spans"]![i]!.AsArray());
                    CheckLabels(contexts[i], kept, answer["labels"]![i]!.AsArray());
                }

                var joined = string.Join("\n\n", outputs.Prepend((string?)request["instruction"]).Where(text => !string.IsNullOrEmpty(text)));
                Assert.Equal(joined, (string)answer["compressed_prompt"]!);
                Assert.Equal(Counter.Count(joined), (int)answer["compressed_tokens"]!);
                Assert.True((int)answer["compressed_tokens"]! <= (int)answer["origin_tokens"]!);
                Assert.True(
                    (int)answer["compressed_tokens"]! <= ((int?)request["target_token"] ?? int.MaxValue) || answer["warnings"]!.AsArray().Count > 0 || (string?)answer["skipped"] is "no_gain" or "no_words" or "not_selected",
                    answer.ToJsonString());
            },
            iter: Cases,
            threads: 1);

    /// <summary>Alone, in a batch, streamed, explained, again, after the cache was cleared: the same text and the same words.</summary>
    [Fact]
    public Task Compress_AnyRequests_TheSameFromEveryDoor() =>
        Requests.Array[2, 3].SampleAsync(
            async requests =>
            {
                var alone = new string[requests.Length];
                for (var i = 0; i < alone.Length; i++)
                {
                    alone[i] = Told(await service.Client.PostAsync(Path, requests[i]));
                }

                await service.Client.DeleteAsync(new Uri("/v1/cache", UriKind.Relative));
                var backwards = requests.Reverse().ToArray();
                var batch = await service.Client.PostAsync(Path + "/batch", new JsonObject { ["items"] = new JsonArray([.. backwards.Select(request => request.DeepClone())]) });
                Assert.Equal(alone.Reverse(), batch["items"]!.AsArray().Select(item => Told(item!["result"]!)));
                for (var i = 0; i < alone.Length; i++)
                {
                    var lines = await service.Client.PostLinesAsync(Path + "/stream", requests[i]);
                    Assert.Equal(alone[i], Told(lines[^1]["result"]!));

                    // What is within its budget is not scored otherwise, and then has one label.
                    var explained = (await service.Client.PostAsync("/v1/explain", requests[i]))["result"]!;
                    Assert.Equal(WithoutLabels(alone[i]), WithoutLabels(Told(explained)));
                }
            },
            iter: Cases / 3,
            threads: 1);

    /// <summary>With a rate, what a message becomes never depends on later ones, and what is not compressed comes back as it was.</summary>
    [Fact]
    public Task Compress_AnyConversation_KeepsItsPrefix()
    {
        string[] roles = ["user", "tool", "system", "assistant"];
        var message = Gen.Select(Gen.Int[0, 3], Context, Gen.Bool).Select((role, text, isList) => new JsonObject
        {
            ["role"] = roles[role],
            ["content"] = isList ? new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }, new JsonObject { ["type"] = "other", ["n"] = 1.5 }) : text,
            ["x"] = 1,
        });
        return message.Array[2, 4].SampleAsync(
            async messages =>
            {
                var all = (await SendAsync(messages))["messages"]!.AsArray().Select(one => one!.ToJsonString()).ToArray();
                var first = (await SendAsync(messages[..^1]))["messages"]!.AsArray().Select(one => one!.ToJsonString()).ToArray();

                Assert.Equal(all[..^1], first);
                for (var i = 0; i < messages.Length; i++)
                {
                    if ((string)messages[i]["role"]! is "system" or "assistant")
                    {
                        Assert.True(JsonNode.DeepEquals(messages[i], JsonNode.Parse(all[i])));
                    }
                }
            },
            iter: Cases / 2,
            threads: 1);

        Task<JsonObject> SendAsync(JsonObject[] some) => service.Client.PostAsync(
            Path, new JsonObject { ["messages"] = new JsonArray([.. some.Select(one => one.DeepClone())]), ["rate"] = 0.4, ["model"] = "xlmr-mini-fast" });
    }

    private static bool[] KeptOf(string context, string output, JsonArray spans)
    {
        var kept = new bool[context.Length];
        var end = -1;
        var written = "";
        foreach (var span in spans)
        {
            var (from, to) = ((int)span![0]!, (int)span[1]!);
            Assert.True(from > end && to > from && to <= context.Length, $"{from}..{to} after {end}");
            kept.AsSpan(from, to - from).Fill(true);
            written += context[from..to];
            end = to;
        }

        Assert.Equal(output, written);
        return kept;
    }

    private static void CheckLabels(string context, bool[] kept, JsonArray labels)
    {
        var end = 0;
        foreach (var label in labels)
        {
            var (from, to) = ((int)label!["start"]!, (int)label["end"]!);
            Assert.True(from >= end && to > from && string.IsNullOrWhiteSpace(context[end..from]), $"{from}..{to} after {end}");
            Assert.DoesNotContain((int)label["label"]! == 0, kept[from..to]);
            end = to;
        }

        Assert.True(string.IsNullOrWhiteSpace(context[end..]));
    }

    private static string WithoutLabels(string told)
    {
        var answer = JsonNode.Parse(told)!.AsObject();
        answer.Remove("labels");
        return answer.ToJsonString();
    }

    /// <summary>All but what differs from time to time.</summary>
    private static string Told(JsonNode answer)
    {
        var told = answer.DeepClone().AsObject();
        told.Remove("cache");
        told.Remove("timings_ms");
        return told.ToJsonString();
    }
}
