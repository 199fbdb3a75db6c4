using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Data;

/// <summary>The questions that survival is measured on.</summary>
internal static class QuestionSets
{
    public const string Passages = "nq, 10 passages";

    /// <summary>The question is in English, the text is not.</summary>
    public const string CrossLingual = "asked in English";

    private const string PassageSet = "nq-oracle";
    private const string EnglishQuestions = "questions-english.jsonl";

    private static readonly HashSet<string> MultiPassageSets = new(["hotpotqa", "2wikimultihop", "musique", Passages], StringComparer.Ordinal);

    private static string OwnFolder => Path.Combine(TestPaths.Root, "tests", "PromptCompressor.Quality", "Questions");

    /// <summary>This repository's own, in several languages, about what does not exist.</summary>
    public static IReadOnlyList<QuestionItem> Own() =>
        [.. Directory.GetFiles(OwnFolder, "??.jsonl").Order(StringComparer.Ordinal).SelectMany(QuestionItem.Read)];

    /// <summary>Those of other people, and one set made of them.</summary>
    /// <param name="data">The folder <c>PROMPTCOMPRESSOR_DATA</c>.</param>
    /// <param name="tuning">The half that constants are tuned on, not the one that results come from.</param>
    public static IReadOnlyList<QuestionItem> Published(string data, bool tuning)
    {
        var half = QuestionItem.Read(Path.Combine(data, "eval", "qa.jsonl.gz")).Where(item => item.IsForTuning == tuning).ToList();
        var english = Path.Combine(data, "eval", EnglishQuestions);
        return
        [
            .. half,
            .. QuestionItem.Together(half.Where(item => item.Set == PassageSet), Passages),
            .. File.Exists(english) ? QuestionItem.InEnglish(half, english, CrossLingual) : [],
        ];
    }

    /// <summary>Whether a question is asked of several passages, of which few have to do with it.</summary>
    public static bool IsMultiPassage(this QuestionItem item) => MultiPassageSets.Contains(item.Set);
}
