using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Contents;

/// <summary>Worked solutions of GSM8K, with calculations such as <c>&lt;&lt;48/2=24&gt;&gt;</c> and a result after <c>####</c>.</summary>
internal static partial class Calculations
{
    public const string Intact = "calculations";
    public const string Results = "results";

    /// <param name="file">One JSON object a line with <c>question</c> and <c>answer</c>, gzip.</param>
    public static IEnumerable<SourceText> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var item = JsonNode.Parse(line)!;
            yield return new SourceText([$"{(string)item["question"]!}\n{(string)item["answer"]!}"]);
        }
    }

    public static IEnumerable<Count> Measure(SourceText source, string output)
    {
        var calculations = Calculation().Matches(source.Text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        if (calculations.Count > 0)
        {
            yield return new Count(Intact, calculations.Count(one => output.Contains(one, StringComparison.Ordinal)), calculations.Count);
        }

        var result = Result().Match(source.Text).Groups[1].Value;
        yield return new Count(Results, Regex.IsMatch(output, $"(?<![0-9.,]){Regex.Escape(result)}\\s*$") ? 1 : 0, 1);
    }

    /// <summary>What stands between the brackets is the calculation; the brackets are GSM8K's marks for a calculator.</summary>
    [GeneratedRegex("(?<=<<)[^<>]+(?=>>)")]
    private static partial Regex Calculation();

    [GeneratedRegex(@"#### (\S+)\s*$")]
    private static partial Regex Result();
}
