using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Compress;

/// <summary>A request that has passed all checks, and what is to be run for it.</summary>
internal sealed record CompressCommand
{
    /// <summary>The request as it came.</summary>
    public required CompressRequest Request { get; init; }

    public required IPromptCompressor Compressor { get; init; }

    /// <summary>The request to the model's queue.</summary>
    public required AdmissionTicket Ticket { get; init; }

    /// <summary>What is compressed each by itself: all contexts together, or a message.</summary>
    public required IReadOnlyList<CompressionRequest> Parts { get; init; }

    /// <summary>Whether there is a question of which the model can compare nothing but the words.</summary>
    public required bool IsQuestionLexical { get; init; }

    /// <summary>Parts that are worth compressing at once.</summary>
    public required int Parallelism { get; init; }

    /// <summary>Tokens of the text of messages that is not compressed.</summary>
    public required long UntouchedTokens { get; init; }

    public required ITokenCounter Counter { get; init; }

    /// <summary>Runs since the request was read.</summary>
    public required StageTimings Clock { get; init; }
}
