using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Texts as embeddings, for a vLLM upstream that runs with <c>--enable-prompt-embeds</c>.</summary>
internal sealed class EmbeddingRouteOptions
{
    public const string SectionName = "Proxy:Soft";

    /// <summary>Whether selected texts of <c>/v1/chat/completions</c> go as embeddings of <c>Engine:Soft:DefaultModel</c>; default false. Embeddings that clients send are then refused.</summary>
    public bool Enabled { get; set; }

    /// <summary>LLMs of the upstream that are sent embeddings, by name; a <c>*</c> at the end stands for any rest. Default: the soft model's generator. Any other LLM makes nonsense of them.</summary>
    public string[] Models { get; set; } = [];

    /// <summary>Minutes in which only text is sent after the upstream has refused embeddings with 400; default 10.</summary>
    [Range(1, 10_080)]
    public int RetryMinutes { get; set; } = 10;

    /// <summary>Holders of API keys who may send embeddings of their own, by their names in <c>Security:ApiKeys</c>. vLLM trusts what it is sent: a crafted tensor may crash it.</summary>
    public string[] TrustedKeys { get; set; } = [];
}
