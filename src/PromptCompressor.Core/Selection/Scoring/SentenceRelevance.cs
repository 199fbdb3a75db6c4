namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>What a question adds to the log-odds of the words of a sentence.</summary>
/// <param name="Lexical">For words that both have.</param>
/// <param name="Semantic">For what both mean.</param>
public readonly record struct SentenceRelevance(double Lexical, double Semantic)
{
    public double Sum => Lexical + Semantic;

    public SentenceRelevance Times(double factor) => new(Lexical * factor, Semantic * factor);
}
