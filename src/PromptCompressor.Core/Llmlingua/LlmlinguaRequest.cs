using PromptCompressor.Core.Compression;

namespace PromptCompressor.Core.Llmlingua;

/// <summary>
/// The parameters of the library's <c>compress_prompt_llmlingua2</c> under its names and with its meanings: -1 stands for
/// "not given", and values that make no sense do whatever the library does with them. Texts, rate, force tokens and the like are
/// those of every request; <see cref="CompressionRequest.Counter"/> must count with cl100k_base, as the library does.
/// </summary>
public sealed record LlmlinguaRequest : CompressionRequest
{
    /// <summary>Most force tokens the library takes.</summary>
    public const int MaxForceTokens = 100;

    private const double DefaultRate = 0.5;

    /// <summary>Tokens to keep, turned into a rate. Wins over the rate.</summary>
    public double TargetToken { get; init; } = -1;

    /// <summary>Drops whole contexts first. <c>compress_prompt</c> turns it on by default.</summary>
    public bool UseContextLevelFilter { get; init; }

    public bool UseTokenLevelFilter { get; init; } = true;

    public double TargetContext { get; init; } = -1;

    public double ContextLevelRate { get; init; } = 1;

    public double ContextLevelTargetToken { get; init; } = -1;

    public IReadOnlyList<int> ForceContextIds { get; init; } = [];

    public bool ReturnWordLabel { get; init; }

    public string WordSep { get; init; } = "\t\t|\t\t";

    public string LabelSep { get; init; } = " ";

    public TokenToWord TokenToWord { get; init; }

    public IReadOnlyList<string> ChunkEndTokens { get; init; } = [".", "\n"];

    /// <summary>Share to keep, the library's default where none is given.</summary>
    public double RateOrDefault => Rate ?? DefaultRate;

    /// <summary>A request of any kind as this one understands it: what only other kinds know is passed over.</summary>
    public static LlmlinguaRequest Of(CompressionRequest request) => request as LlmlinguaRequest ?? new LlmlinguaRequest
    {
        Ticket = request.Ticket,
        Contexts = request.Contexts,
        Counter = request.Counter,
        Rate = request.Rate,
        TargetToken = request.TargetTokens ?? -1,
        ForceTokens = request.ForceTokens,
        ForceReserveDigit = request.ForceReserveDigit,
        DropConsecutive = request.DropConsecutive,
    };
}

/// <summary>How a word's probability comes from its tokens'.</summary>
public enum TokenToWord
{
    Mean,
    First,
}
