namespace PromptCompressor.Server.Reference;

/// <summary>
/// The parameters of <c>PromptCompressor.compress_prompt</c> in microsoft/LLMLingua that <c>use_llmlingua2=True</c> heeds, with its
/// names, meanings and defaults. The parameters that it ignores without a word are refused here by name.
/// </summary>
internal sealed record CompressPromptRequest
{
    /// <summary>The text, or a list of texts.</summary>
    public IReadOnlyList<string>? Context { get; init; }

    /// <summary>Share to keep. 1 or more keeps all, in the words of the model's tokenizer.</summary>
    public double? Rate { get; init; }

    /// <summary>Tokens to keep, turned into a rate; the result may have more or fewer. -1: not given. Wins over <c>rate</c>.</summary>
    public double? TargetToken { get; init; }

    /// <summary>Of several texts, drop those with the lowest mean probability first; on unless it is switched off.</summary>
    public bool? UseContextLevelFilter { get; init; }

    /// <summary>Drop words.</summary>
    public bool? UseTokenLevelFilter { get; init; }

    /// <summary>Texts to keep. -1: not given.</summary>
    public double? TargetContext { get; init; }

    /// <summary>Share of the texts to keep. 1: follows from <c>rate</c> or <c>target_token</c>.</summary>
    public double? ContextLevelRate { get; init; }

    /// <summary>Tokens in the texts to keep. -1: not given.</summary>
    public double? ContextLevelTargetToken { get; init; }

    /// <summary>Places of texts that stay in any case, from 0.</summary>
    public IReadOnlyList<int>? ForceContextIds { get; init; }

    /// <summary>Adds <c>fn_labeled_original_prompt</c> to the response.</summary>
    public bool? ReturnWordLabel { get; init; }

    /// <summary>Stands between words in <c>fn_labeled_original_prompt</c>.</summary>
    public string? WordSep { get; init; }

    /// <summary>Stands between a word and its label there.</summary>
    public string? LabelSep { get; init; }

    /// <summary>How a word's probability comes from its tokens': <c>mean</c> or <c>first</c>.</summary>
    public string? TokenToWord { get; init; }

    /// <summary>Strings that stay, at most 100.</summary>
    public IReadOnlyList<string>? ForceTokens { get; init; }

    /// <summary>Tokens with a digit stay.</summary>
    public bool? ForceReserveDigit { get; init; }

    /// <summary>Of equal force tokens in a row only the first stays.</summary>
    public bool? DropConsecutive { get; init; }

    /// <summary>Tokens after which a long text is best cut.</summary>
    public IReadOnlyList<string>? ChunkEndTokens { get; init; }

    /// <summary>The compressing model, one of <c>/v1/models</c>; not a parameter of the library, which has one model for each object.</summary>
    public string? Model { get; init; }
}
