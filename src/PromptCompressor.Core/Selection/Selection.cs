namespace PromptCompressor.Core.Selection;

/// <summary>What was kept.</summary>
/// <param name="Draft">Holds the decisions.</param>
/// <param name="Threshold">Lowest keep probability among the units that were chosen by it, 0..1; null if none was, or a question had a say.</param>
/// <param name="FixedExceedsBudget">Protected and forced text alone is over the budget, so it was not met.</param>
internal sealed record Selection(Draft Draft, double? Threshold, bool FixedExceedsBudget);
