using System.IO.Compression;
using System.Text.Json.Nodes;
using PromptCompressor.Core.Text;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Dialogue;

/// <summary>A transcript with questions about parts of it.</summary>
/// <param name="Source">A turn a line, each with its speaker.</param>
/// <param name="Turns">Where each turn stands in the text.</param>
/// <param name="Questions">Asked of the whole of it.</param>
internal sealed record Meeting(SourceText Source, IReadOnlyList<Turn> Turns, IReadOnlyList<MeetingQuestion> Questions)
{
    private const string LabelEnd = ": ";

    /// <param name="file">One JSON object a line, gzip, with <c>turns</c> and <c>specific</c>: questions, each with the first and last turns of the <c>spans</c> that answer it.</param>
    public static IEnumerable<Meeting> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return Parse(line);
        }
    }

    public static Meeting Parse(string json)
    {
        var meeting = JsonNode.Parse(json)!;
        string[] lines = [.. meeting["turns"]!.AsArray().Select(turn => ((string)turn!).ReplaceLineEndings(" "))];
        var turns = new List<Turn>();
        var start = 0;
        foreach (var line in lines)
        {
            var label = Math.Max(0, line.IndexOf(LabelEnd, StringComparison.Ordinal));
            turns.Add(new Turn(new TextSpan(start, start + label), new TextSpan(start + label, start + line.Length)));
            start += line.Length + 1;
        }

        return new Meeting(new SourceText([string.Join('\n', lines)]), turns, [.. meeting["specific"]!.AsArray().Select(question => new MeetingQuestion(
            (string)question!["query"]!,
            [.. question["spans"]!.AsArray().SelectMany(span => TurnsOf((string)span![0]!, (string)span[1]!)).Where(turn => turn < lines.Length).Distinct()]))]);
    }

    private static IEnumerable<int> TurnsOf(string first, string last)
    {
        var start = int.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        return Enumerable.Range(start, Math.Max(0, int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) - start + 1));
    }
}

/// <param name="Label">The speaker.</param>
/// <param name="Words">What is said.</param>
internal readonly record struct Turn(TextSpan Label, TextSpan Words);

/// <param name="Question">What is asked.</param>
/// <param name="Relevant">Indices of the turns that answer it.</param>
internal sealed record MeetingQuestion(string Question, IReadOnlyList<int> Relevant);
