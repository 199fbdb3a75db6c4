using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Meaning;

/// <summary>Texts of this repository's own: sentences, numbers and speakers of each language of <c>Templates</c>, combined in an order that is the same on every run.</summary>
internal static class GeneratedTexts
{
    private const int SentencesTogether = 8;
    private const int LinesTogether = 8;

    /// <summary>How a line of a dialogue or a list may begin; <c>{0}</c>: a name.</summary>
    private static readonly string[] Labels = ["{0}: ", "[10:0{1}] {0}: ", "**{0}:** ", "> {0}: ", "{0} (9:1{1}): ", "- [x] ", "- [ ] ", "❌ ", "{1}. "];

    public static IReadOnlyList<MeaningText> All() =>
        [.. Directory.GetFiles(Path.Combine(TestPaths.Root, "tests", "PromptCompressor.Quality", "Meaning", "Templates"), "*.txt").Order(StringComparer.Ordinal).SelectMany(file => Of(Template.Read(file)))];

    private static IEnumerable<MeaningText> Of(Template template)
    {
        var random = new Random(template.Language[0] * template.Language[1]);
        string[] sentences = [.. template.Combined("negation")];
        random.Shuffle(sentences);
        foreach (var (i, block) in sentences.Chunk(SentencesTogether).Index())
        {
            yield return Sentences(template, block, i % 2 == 0 ? template["filler"] : []);
        }

        string[] numbers = [.. template.Combined("numbers")];
        random.Shuffle(numbers);
        foreach (var block in numbers.Chunk(SentencesTogether / 2))
        {
            yield return Numbers(template, block);
        }

        foreach (var label in Labels)
        {
            random.Shuffle(sentences);
            yield return Lines(template, label, sentences[..LinesTogether]);
        }

        foreach (var sentence in sentences.Concat(numbers).Concat(template["filler"]).Take(SentencesTogether * 2))
        {
            var text = new MarkedText();
            text.AppendMarked(sentence);
            yield return new MeaningText("blanks", template.Language, text.ToString(), [new NotBlank()]);
        }
    }

    /// <summary>Sentences one after the other, with others between them or alone.</summary>
    private static MeaningText Sentences(Template template, string[] sentences, IReadOnlyList<string> filler)
    {
        var text = new MarkedText();
        var claims = new List<Claim>();
        foreach (var (i, sentence) in sentences.Index())
        {
            if (i > 0)
            {
                text.Append(template.Gap);
            }

            if (filler.Count > 0 && i % 2 == 0)
            {
                text.AppendMarked(filler[i / 2 % filler.Count]);
                text.Append(template.Gap);
            }

            var (guards, governed) = text.AppendMarked(sentence);
            claims.Add(new Guarded(guards, governed));
        }

        return new MeaningText("negation", template.Language, text.ToString(), [.. claims, .. Neighbours(text)]);
    }

    private static MeaningText Numbers(Template template, string[] sentences)
    {
        var text = new MarkedText();
        var numbers = new List<TextSpan>();
        foreach (var sentence in sentences)
        {
            text.Append(text.Length > 0 ? template.Gap : "");
            numbers.AddRange(text.AppendMarked(sentence).Governed);
        }

        return new MeaningText("numbers", template.Language, text.ToString(), [.. numbers.Select(number => new Whole(number)), .. numbers.Zip(numbers.Skip(1), (left, right) => new NotGlued(left, right))]);
    }

    private static MeaningText Lines(Template template, string label, string[] sentences)
    {
        var text = new MarkedText();
        var claims = new List<Claim>();
        foreach (var (i, sentence) in sentences.Index())
        {
            var own = string.Format(System.Globalization.CultureInfo.InvariantCulture, label, template["names"][i % template["names"].Count], i + 1);
            var start = text.Length;
            text.Append(own);
            var (guards, governed) = text.AppendMarked(sentence);
            claims.Add(new Labelled(new TextSpan(start, start + own.TrimEnd().Length), text.Sentences[^1]));
            claims.Add(new Guarded(guards, governed));
            text.Append("\n");
        }

        return new MeaningText("speakers", template.Language, text.ToString().TrimEnd('\n'), claims);
    }

    private static IEnumerable<Claim> Neighbours(MarkedText text) => text.Sentences.Zip(text.Sentences.Skip(1), (left, right) => new Apart(left, right));
}
