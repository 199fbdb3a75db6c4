using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Reference;

/// <summary>
/// The parameters of the library's <c>compress_prompt_llmlingua2</c> under its names and with its meanings: -1 stands for
/// "not given", and values that make no sense do whatever the library does with them.
/// </summary>
public sealed record ReferenceRequest
{
    /// <summary>Whose request it is.</summary>
    public Ticket Ticket { get; init; } = new(Tenant.Default);

    /// <summary>Most force tokens the library takes.</summary>
    public const int MaxForceTokens = 100;

    public required IReadOnlyList<string> Contexts { get; init; }

    /// <summary>Counts with cl100k_base, as the library does whatever the prompt is for.</summary>
    public required ITokenCounter Cl100k { get; init; }

    /// <summary>Share to keep.</summary>
    public double Rate { get; init; } = 0.5;

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

    public IReadOnlyList<string> ForceTokens { get; init; } = [];

    public bool ForceReserveDigit { get; init; }

    public bool DropConsecutive { get; init; }

    public IReadOnlyList<string> ChunkEndTokens { get; init; } = [".", "\n"];
}

/// <summary>How a word's probability comes from its tokens'.</summary>
public enum TokenToWord
{
    Mean,
    First,
}
