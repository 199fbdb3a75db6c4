namespace PromptCompressor.Engine.Llmlingua;

/// <summary>A word of a chunk.</summary>
/// <param name="Text">Its tokens joined; on XLM-R still with its <c>▁</c>.</param>
/// <param name="Probability">With force tokens and reserved digits at 1.</param>
/// <param name="IsPythonFloat">The library set all of the probability itself, so it is no numpy float32.</param>
/// <param name="FreeProbability">What the model says; what context scores are made of.</param>
internal readonly record struct LlmlinguaWord(string Text, float Probability, bool IsPythonFloat, float FreeProbability);
