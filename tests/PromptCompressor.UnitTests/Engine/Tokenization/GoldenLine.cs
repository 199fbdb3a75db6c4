using System.Text.Json;
using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Engine.Tokenization;

/// <summary>A text with the ids and UTF-16 offsets that Hugging Face's tokenizers give it; some files have ids alone.</summary>
internal sealed record GoldenLine(int Number, string Text, int[] Ids, TextSpan[] Offsets)
{
    public static IEnumerable<GoldenLine> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            yield return new GoldenLine(
                ++number,
                root.GetProperty("text").GetString()!,
                [.. root.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())],
                root.TryGetProperty("offsets", out var offsets) ? [.. offsets.EnumerateArray().Select(span => new TextSpan(span[0].GetInt32(), span[1].GetInt32()))] : []);
        }
    }
}
