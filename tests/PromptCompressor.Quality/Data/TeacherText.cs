using System.Text.Json.Nodes;

namespace PromptCompressor.Quality.Data;

/// <summary>A text of a domain, with the teacher's two choices: which UTF-16 code units a light (A, about 60 %) and a strong (B, about 26 %) compression kept.</summary>
internal sealed record TeacherText(string Domain, string Text, bool[] KeptInA, bool[] KeptInB)
{
    /// <summary>One JSON object a line: <c>text</c>, and <c>a</c> and <c>b</c> with '1' or '0' for each Unicode scalar value.</summary>
    public static IEnumerable<TeacherText> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var item = JsonNode.Parse(line)!;
            var text = item["text"]!.GetValue<string>();
            yield return new TeacherText(DomainOf((string)item["id"]!), text, Utf16Labels(text, item["a"]!.GetValue<string>()), Utf16Labels(text, item["b"]!.GetValue<string>()));
        }
    }

    /// <summary>An id is the domain, a language where there are several, and a number.</summary>
    private static string DomainOf(string id) => id.Split('-', '_')[0];

    private static bool[] Utf16Labels(string text, string labels)
    {
        var result = new List<bool>(text.Length);
        var i = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            result.AddRange(Enumerable.Repeat(labels[i++] == '1', rune.Utf16SequenceLength));
        }

        return [.. result];
    }
}
