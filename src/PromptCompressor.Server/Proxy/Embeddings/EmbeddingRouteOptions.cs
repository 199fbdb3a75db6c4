using System.ComponentModel.DataAnnotations;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Texts as embeddings, for a vLLM upstream that runs with <c>--enable-prompt-embeds</c>.</summary>
internal sealed class EmbeddingRouteOptions
{
    public const string SectionName = "Proxy:Soft";

    /// <summary>Whether selected texts of <c>/v1/chat/completions</c> are sent as embeddings of <c>Engine:Soft:DefaultModel</c>; default false. Embeddings that clients send are then refused.</summary>
    public bool Enabled { get; set; }

    /// <summary>Names of the upstream's LLMs that are sent embeddings; a <c>*</c> at the end stands for any rest. Default: the soft model's generator. No other LLM can read the embeddings.</summary>
    public string[] Models { get; set; } = [];

    /// <summary>Minutes for which only text is sent after the upstream has refused embeddings with 400; default 10. 1 to 10,080.</summary>
    [Range(1, 10_080)]
    public int RetryMinutes { get; set; } = 10;

    /// <summary>Names of API keys (<c>Security:ApiKeys</c>) whose clients may send embeddings of their own; default none. vLLM does not check what it is sent: a crafted tensor may crash it.</summary>
    [KeyName]
    public string[] TrustedKeys { get; set; } = [];
}
