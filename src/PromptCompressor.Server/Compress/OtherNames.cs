using System.Collections.Frozen;

namespace PromptCompressor.Server.Compress;

/// <summary>Names that other compressors and LLM APIs give to what is a field here, and that no spelling check would lead to it.</summary>
internal static class OtherNames
{
    public static readonly FrozenDictionary<string, string> ByField = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["text"] = Meant("context"),
        ["texts"] = Meant("context"),
        ["prompt"] = Meant("context"),
        ["input"] = Meant("context"),
        ["documents"] = Meant("context"),
        ["query"] = Meant("question"),
        ["compression_rate"] = Meant("rate"),
        ["ratio"] = "is not a field of this request; did you mean 'rate'? It is the share to keep: 0.5 for a ratio of 2.",
        ["compression_ratio"] = "is not a field of this request; did you mean 'rate'? It is the share to keep: 0.5 for a ratio of 2.",
        ["target_ratio"] = "is not a field of this request; did you mean 'rate'? It is the share to keep: 0.5 for a ratio of 2.",
        ["max_tokens"] = Meant("target_token"),
        ["token_budget"] = Meant("target_token"),
        ["stream"] = "is not a field of this request; /v1/compress/stream answers with progress.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string Meant(string field) => $"is not a field of this request; did you mean '{field}'?";
}
