using System.Text.Json;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Text;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Engine.Llmlingua;

/// <summary>A request and the Python library's own answer to it.</summary>
internal sealed record GoldenCase(string Name, LlmlinguaRequest Request, LlmlinguaAnswer Expected)
{
    private static readonly ITokenCounter Cl100k = ServiceHost.Counters.Find("cl100k_base")!;

    public static IEnumerable<GoldenCase> Read(string path) => File.ReadLines(path).Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        return Read(json.RootElement);
    });

    /// <summary>Every field of the answer is the library's.</summary>
    public bool Expects(LlmlinguaAnswer actual) =>
        actual.CompressedPromptList.SequenceEqual(Expected.CompressedPromptList) &&
        actual with { CompressedPromptList = Expected.CompressedPromptList } == Expected;

    public static LlmlinguaRequest RequestOf(JsonElement context, JsonElement parameters)
    {
        // The cases were made with compress_prompt, which turns the filter on unless told otherwise.
        var request = new LlmlinguaRequest { Contexts = Texts(context), Counter = Cl100k, UseContextLevelFilter = true };
        foreach (var parameter in parameters.EnumerateObject())
        {
            request = With(request, parameter.Name, parameter.Value);
        }

        return request;
    }

    private static GoldenCase Read(JsonElement json)
    {
        var request = RequestOf(json.GetProperty("context"), json.GetProperty("params"));
        var expected = json.GetProperty("expected");
        return new GoldenCase(json.GetProperty("name").GetString()!, request, new LlmlinguaAnswer
        {
            CompressedPrompt = expected.GetProperty("compressed_prompt").GetString()!,
            CompressedPromptList = Texts(expected.GetProperty("compressed_prompt_list")),
            OriginTokens = expected.GetProperty("origin_tokens").GetInt32(),
            CompressedTokens = expected.GetProperty("compressed_tokens").GetInt32(),
            Ratio = expected.GetProperty("ratio").GetString()!,
            Rate = expected.GetProperty("rate").GetString()!,
            Saving = expected.GetProperty("saving").GetString()!,
            LabeledPrompt = expected.TryGetProperty("fn_labeled_original_prompt", out var labels) ? labels.GetString() : null,
        });
    }

    private static LlmlinguaRequest With(LlmlinguaRequest request, string name, JsonElement value) => name switch
    {
        "rate" => request with { Rate = value.GetDouble() },
        "target_token" => request with { TargetToken = value.GetDouble() },
        "use_context_level_filter" => request with { UseContextLevelFilter = value.GetBoolean() },
        "target_context" => request with { TargetContext = value.GetDouble() },
        "context_level_rate" => request with { ContextLevelRate = value.GetDouble() },
        "force_context_ids" => request with { ForceContextIds = [.. value.EnumerateArray().Select(id => id.GetInt32())] },
        "return_word_label" => request with { ReturnWordLabel = value.GetBoolean() },
        "token_to_word" => request with { TokenToWord = Enum.Parse<TokenToWord>(value.GetString()!, ignoreCase: true) },
        "force_tokens" => request with { ForceTokens = Texts(value) },
        "force_reserve_digit" => request with { ForceReserveDigit = value.GetBoolean() },
        "drop_consecutive" => request with { DropConsecutive = value.GetBoolean() },
        "chunk_end_tokens" => request with { ChunkEndTokens = Texts(value) },
        _ => throw new NotSupportedException($"The parameter {name} is not read."),
    };

    private static string[] Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(item => item.GetString()!)];
}
