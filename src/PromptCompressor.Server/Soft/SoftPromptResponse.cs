using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>A request for a vLLM server (<c>--enable-prompt-embeds</c>), to be sent unchanged.</summary>
internal sealed record SoftPromptResponse
{
    /// <summary>The path to send the request to: <c>/v1/chat/completions</c> or <c>/v1/completions</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The body of the request.</summary>
    public required RawJson Body { get; init; }

    /// <summary>Number of rows of the tensor: with <c>chat</c> the rows of the context, with <c>completions</c> those of the whole prompt.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of values in a row: the generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of the generator's tokens of the context.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Number of rows of the context.</summary>
    public required int ContextRows { get; init; }

    /// <summary>
    /// Number of names of special tokens, such as <c>&lt;prompt_embeds&gt;</c>, in <c>system</c>, <c>instruction</c> or <c>question</c> that got a space into
    /// them, because the server would take them for the tokens. Only with <c>chat</c>.
    /// </summary>
    public required int Neutralized { get; init; }

    /// <summary>The model that compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>How much of the work the cache saved.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>The time that each stage took, in milliseconds.</summary>
    public required SoftTimings TimingsMs { get; init; }
}
