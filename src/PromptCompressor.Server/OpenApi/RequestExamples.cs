namespace PromptCompressor.Server.OpenApi;

/// <summary>Requests to try, by operation. Tests send each of them.</summary>
internal static class RequestExamples
{
    private const string Meeting =
        "Okay, so, um, thank you all for joining today. The migration of the billing service "
        + "to the new cluster was finished on 14 March 2026, and, you know, everybody was really quite happy about that. "
        + "The error rate went down from 2.4 % to 0.3 %, which is of course a very good result. Maria will write the post-mortem "
        + "by Friday, and Tom is going to send the invoice INV-20417 over 1,250.00 EUR to the customer at ops@example.com.";

    private static readonly IReadOnlyDictionary<string, string> Compress = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Half of a text"] = $$"""
            { "context": "{{Meeting}}", "rate": 0.5 }
            """,
        ["For a question"] = $$"""
            {
              "context": ["{{Meeting}}", "The next meeting is, I think, on Tuesday at 10:30 in room B-204."],
              "question": "Who writes the post-mortem, and by when?",
              "rate": 0.35
            }
            """,
        ["A rate for each part"] = $$"""
            {
              "context": "<llmlingua, compress=False>Minutes of 14 March:</llmlingua> <llmlingua, rate=0.5>{{Meeting}}</llmlingua> The next meeting is, I think, on Tuesday at 10:30.",
              "rate": 0.7
            }
            """,
        ["Messages to a budget"] = $$"""
            {
              "messages": [
                { "role": "system", "content": "Answer in one sentence: who writes the post-mortem, and by when?" },
                { "role": "user", "content": "{{Meeting}}" },
                { "role": "user", "content": [{ "type": "text", "text": "The next meeting is, I think, on Tuesday at 10:30 in room B-204." }] }
              ],
              "target_token": 100,
              "tokenizer": "gpt-4o"
            }
            """,
        ["Everything said about each word"] = $$"""
            {
              "context": ["{{Meeting}}", "The next meeting is, I think, on Tuesday at 10:30 in room B-204."],
              "rate": 0.5,
              "force_tokens": ["post-mortem"],
              "force_reserve_digit": true,
              "return_spans": true,
              "return_word_label": true
            }
            """,
    };

    private static readonly IReadOnlyDictionary<string, string> Batch = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Two that work and one that fails alone"] = $$"""
            {
              "items": [
                { "context": "{{Meeting}}", "rate": 0.5 },
                { "context": "{{Meeting}}", "rate": 7 },
                { "context": "{{Meeting}}", "target_token": 60 }
              ]
            }
            """,
    };

    private static readonly IReadOnlyDictionary<string, string> CompressPrompt = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Most of a text, with its line breaks and question marks"] = $$"""
            { "context": "{{Meeting}}", "rate": 0.7, "force_tokens": ["\\n", "?"], "force_reserve_digit": true }
            """,
        ["The better one of two texts, and a label for every word"] = $$"""
            {
              "context": ["{{Meeting}}", "The next meeting is, I think, on Tuesday at 10:30 in room B-204."],
              "target_token": 40,
              "target_context": 1,
              "return_word_label": true
            }
            """,
    };

    private static readonly IReadOnlyDictionary<string, string> HeadroomCompress = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["The user's texts as well"] = $$"""
            { "messages": [{ "role": "user", "content": "{{Meeting}} {{Meeting}} {{Meeting}}" }], "model": "gpt-4o", "config": { "compress_user_messages": true } }
            """,
    };

    private static readonly IReadOnlyDictionary<string, string> SoftCompress = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["For vLLM, and which text became which rows"] = $$"""
            { "context": "{{Meeting}}" }
            """,
        ["For SGLang, sentences with numbers left exact"] = """
            { "context": "The tests failed once more. It was 14 of 212 cases.", "format": "json", "exact": ["number"], "return_segments": false }
            """,
        ["What the cache has of it, without the rows"] = $$"""
            { "context": "{{Meeting}}", "return_data": false }
            """,
    };

    private static readonly IReadOnlyDictionary<string, string> SoftPrompt = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["A chat with a question"] = $$"""
            { "context": "{{Meeting}}", "question": "Who writes the post-mortem, and by when?", "parameters": { "max_tokens": 40, "temperature": 0 } }
            """,
        ["One tensor of all of the prompt"] = $$"""
            { "route": "completions", "context": "{{Meeting}}", "question": "Who writes the post-mortem, and by when?", "parameters": { "max_tokens": 40 } }
            """,
    };

    /// <summary>One line, and a JSON string: Swagger UI sends what it shows of an example for a media type with "json" in its name, quotes and all, and would write an object over several lines.</summary>
    private static readonly IReadOnlyDictionary<string, string> WarmCache = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["One text"] = $$"""
            "{{Meeting}}"
            """,
    };

    public static IReadOnlyDictionary<string, string>? Of(string? operation) => operation switch
    {
        "Compress" => Compress,
        "CompressStream" or "Explain" or "ExplainColumns" or "ExplainStream" => Compress,
        "CompressBatch" => Batch,
        "CompressPrompt" => CompressPrompt,
        "HeadroomCompress" => HeadroomCompress,
        "SoftCompress" => SoftCompress,
        "SoftPrompt" => SoftPrompt,
        "WarmCache" => WarmCache,
        _ => null,
    };
}
