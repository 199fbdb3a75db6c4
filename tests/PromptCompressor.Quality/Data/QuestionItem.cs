using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace PromptCompressor.Quality;

/// <summary>A question whose answers stand word for word in its contexts.</summary>
internal sealed record QuestionItem(string Set, string Language, string Question, IReadOnlyList<string> Answers, IReadOnlyList<string> Contexts)
{
    private const int PassagesTogether = 10;

    /// <summary>Constants are tuned on the items with true and reported on those with false; all questions of a text are on one side.</summary>
    public bool IsForTuning => (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Contexts[0])) & 1) == 0;

    /// <summary>One JSON object a line, gzip.</summary>
    public static IEnumerable<QuestionItem> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var item = JsonNode.Parse(line)!;
            yield return new QuestionItem(
                Text("set"), Text("lang"), Text("question"), [.. item["answers"]!.AsArray().Select(answer => (string)answer!)], [Text("context")]);

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
            .SelectMany(chunk => chunk.Select(item => item with { Set = set, Contexts = [.. chunk.Select(other => other.Contexts[0])] }));

    /// <summary>Whether one of the answers still stands in a text, whatever the case and the white space.</summary>
    public bool IsAnsweredBy(string text)
    {
        var normalized = Normalize(text);
        return Answers.Any(answer => normalized.Contains(Normalize(answer), StringComparison.Ordinal));
    }

    private static string Normalize(string text) =>
        string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
