namespace PromptCompressor.Engine.Tokenization;

/// <summary>Ids that frame, separate, pad and stand in for content tokens in a model's input.</summary>
public readonly record struct SpecialTokenIds(int Cls, int Sep, int Pad, int Unk)
{
    /// <summary>The layout of XLM-RoBERTa, which came from fairseq.</summary>
    public static SpecialTokenIds XlmRoberta { get; } = new(Cls: 0, Sep: 2, Pad: 1, Unk: 3);
}
