namespace PromptCompressor.Fuzz;

/// <summary>What a run came to.</summary>
/// <param name="Target">What was tried.</param>
/// <param name="Seed">Where it began.</param>
/// <param name="Inputs">How many inputs were tried, the corpus included.</param>
/// <param name="Kept">Inputs that showed something new and were mutated further.</param>
/// <param name="Outcomes">How often each thing showed that inputs are told apart by.</param>
/// <param name="Findings">What went wrong; of equal messages the first only.</param>
public sealed record FuzzReport(string Target, int Seed, int Inputs, int Kept, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<Finding> Findings);

/// <summary>An input that something goes wrong with.</summary>
/// <param name="Message">What.</param>
/// <param name="Input">As files of the corpus are written.</param>
/// <param name="Detail">Where.</param>
public sealed record Finding(string Message, byte[] Input, string Detail);
