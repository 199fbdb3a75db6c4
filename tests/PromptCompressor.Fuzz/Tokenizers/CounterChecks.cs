using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Token counts against the library's own, which is slow on long runs of one kind of character.</summary>
internal static class CounterChecks
{
    private const int MaxOffAtCut = 8; // Tokens: merges go another way near a cut, and meet again soon.

    private static readonly TokenCounters Counters = new();

    private static readonly (ITokenCounter Counter, TiktokenTokenizer Library)[] Pairs =
        [.. new[] { "o200k_base", "cl100k_base" }.Select(name => (Counters.Find(name)!, TiktokenTokenizer.CreateForEncoding(name)))];

    public static void Check(string text, HashSet<string> outcomes)
    {
        foreach (var (counter, library) in Pairs)
        {
            var (own, other) = (counter.Count(text), library.CountTokens(text));
            var cuts = text.Length / TiktokenCounter.MaxRun;
            FuzzException.Unless(Math.Abs(own - other) <= MaxOffAtCut * cuts, $"{counter.Name} counts {own}, the library {other}");
            FuzzException.Unless(own <= text.Length * 3, $"{counter.Name} counts {own} tokens of {text.Length} characters");
            outcomes.Add(own == other ? $"{counter.Name}: as the library" : $"{counter.Name}: a long run cut");
        }
    }
}
