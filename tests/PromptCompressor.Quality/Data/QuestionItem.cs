using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace PromptCompressor.Quality.Data;

/// <summary>A question whose answers stand word for word in its text.</summary>
/// <param name="Set">Where it comes from.</param>
/// <param name="Language">As in BCP 47.</param>
/// <param name="Question">In that language.</param>
/// <param name="Answers">Each of them is right.</param>
/// <param name="Source">What is compressed. Questions of one text share it.</param>
internal sealed record QuestionItem(string Set, string Language, string Question, IReadOnlyList<string> Answers, SourceText Source)
{
    private const int PassagesTogether = 10;

    /// <summary>Constants are tuned on the items with true and reported on those with false; all questions of a text are on one side.</summary>
    public bool IsForTuning => (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Source.Contexts[0])) & 1) == 0;

    /// <param name="file">One JSON object a line with <c>set</c>, <c>lang</c>, <c>question</c>, <c>answers</c>, <c>context</c>; gzip if its name says so.</param>
    public static IEnumerable<QuestionItem> Read(string file)
    {
        using var bytes = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        var sources = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var item = JsonNode.Parse(line)!;
            var context = Text("context");
            if (!sources.TryGetValue(context, out var source))
            {
                sources[context] = source = new SourceText([context]);
            }

            yield return new QuestionItem(Text("set"), Text("lang"), Text("question"), [.. item["answers"]!.AsArray().Select(answer => (string)answer!)], source);

            string Text(string name) => (string)item[name]!;
        }
    }

    /// <summary>
    /// Questions that came with their own passage alone, each asked of ten passages: its own and those of nine others, in the
    /// order of the file, as a search would return them.
    /// </summary>
    public static IEnumerable<QuestionItem> Together(IEnumerable<QuestionItem> items, string set) =>
        items.Chunk(PassagesTogether)
            .Where(chunk => chunk.Length == PassagesTogether)
            .SelectMany(chunk =>
            {
                var source = new SourceText([.. chunk.Select(other => other.Source.Contexts[0])]);
                return chunk.Select(item => item with { Set = set, Source = source });
            });

    /// <summary>Questions of texts in other languages, asked in English.</summary>
    /// <param name="items">As they were asked.</param>
    /// <param name="file">One JSON object a line with <c>lang</c>, <c>question</c> and <c>english</c>.</param>
    /// <param name="set">What they become.</param>
    public static IEnumerable<QuestionItem> InEnglish(IEnumerable<QuestionItem> items, string file, string set)
    {
        var english = File.ReadLines(file).Select(line => JsonNode.Parse(line)!)
            .DistinctBy(line => ((string)line["lang"]!, (string)line["question"]!))
            .ToDictionary(line => ((string)line["lang"]!, (string)line["question"]!), line => (string)line["english"]!);
        return items
            .Where(item => english.ContainsKey((item.Language, item.Question.Trim())))
            .Select(item => item with { Set = set, Question = english[(item.Language, item.Question.Trim())] });
    }

    /// <summary>Whether one of the answers still stands in a text, whatever the case and the white space.</summary>
    public bool IsAnsweredBy(string text)
    {
        var normalized = Normalize(text);
        return Answers.Any(answer => normalized.Contains(Normalize(answer), StringComparison.Ordinal));
    }

    private static string Normalize(string text) =>
        string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
