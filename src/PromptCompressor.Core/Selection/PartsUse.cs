namespace PromptCompressor.Core.Selection;

/// <param name="OriginTokens">Of the parts that have a rate of their own.</param>
/// <param name="Tokens">What is left of them; of those whose context was dropped, what would have been.</param>
/// <param name="BudgetMissed">The protected text of one of them is over its budget.</param>
internal readonly record struct PartsUse(int OriginTokens, int Tokens, bool BudgetMissed);
