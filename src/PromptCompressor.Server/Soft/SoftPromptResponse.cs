using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>A request for a vLLM server (<c>--enable-prompt-embeds</c>), to be sent as it is.</summary>
internal sealed record SoftPromptResponse
{
    /// <summary>Where to send it: <c>/v1/chat/completions</c> or <c>/v1/completions</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its body.</summary>
    public required RawJson Body { get; init; }

    /// <summary>Rows of the tensor: with <c>chat</c> those of the context, with <c>completions</c> those of all of the prompt.</summary>
    public required int Rows { get; init; }

    /// <summary>The generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The generator's tokens that the context has.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Rows of the context.</summary>
    public required int ContextRows { get; init; }

    /// <summary>
    /// Names of special tokens, such as <c>&lt;prompt_embeds&gt;</c>, that stood in <c>system</c>, <c>instruction</c> or <c>question</c> and got
    /// a space into them, since the server would take them for the tokens. Only with <c>chat</c>.
    /// </summary>
    public required int Neutralized { get; init; }

    /// <summary>What compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>What the cache saved.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>How long it took.</summary>
    public required SoftTimings TimingsMs { get; init; }
}
