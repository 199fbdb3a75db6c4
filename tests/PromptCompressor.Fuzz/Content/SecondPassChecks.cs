using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Clients send back what they got: its marks must come through again.</summary>
internal static class SecondPassChecks
{
    public static void Check(string text, HashSet<string> outcomes)
    {
        foreach (var rate in new[] { 0.2, 0.6 })
        {
            var once = ContentReducer.ReduceBlocks(text, rate, ReductionChecks.Options).Text;
            var twice = ContentReducer.ReduceBlocks(once, rate, ReductionChecks.Options).Text;
            FuzzException.Unless(Marks(once).All(Marks(twice).Contains), "a mark is still there after a second pass");
            outcomes.Add($"second pass: {(once == text ? "nothing to do" : once == twice ? "unchanged" : "changed")}");
        }
    }

    private static IReadOnlyCollection<string> Marks(string text) => [.. text.Split('\n').Where(line => OmissionMark.IsMark(line)).Select(line => line.Trim())];
}
