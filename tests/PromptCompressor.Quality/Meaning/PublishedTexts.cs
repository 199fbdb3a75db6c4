using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Quality.Meaning;

/// <summary>The texts of <c>PROMPTCOMPRESSOR_DATA/meaning/data</c>: sentences with a guard, dialogues, lists, numbers, code, short texts and elements; what is not there is left out.</summary>
internal static partial class PublishedTexts
{
    private const int SentencesTogether = 10;

    public static IReadOnlyList<MeaningText> All(string data)
    {
        var folder = Path.Combine(data, "meaning", "data");
        return
        [
            .. Negation(folder, Items(folder, "neg")),
            .. Items(folder, "speakers").Select(item => Lines("speakers", item)),
            .. Items(folder, "marks").Select(item => Lines("marks", item)),
            .. Items(folder, "numbers").Select(Numbers),
            .. Items(folder, "code").Select(Code),
            .. Items(folder, "tiny").Select(Tiny),
            .. Items(folder, "wrappers").Select(Elements),
        ];
    }

    private static IEnumerable<JsonNode> Items(string folder, string name)
    {
        var file = Path.Combine(folder, $"{name}.jsonl");
        return File.Exists(file) ? File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!) : [];
    }

    private static IEnumerable<MeaningText> Negation(string folder, IEnumerable<JsonNode> items)
    {
        var file = Path.Combine(folder, "filler.json");
        var filler = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))! : new JsonObject();
        foreach (var language in items.GroupBy(item => (string)item["lang"]!, StringComparer.Ordinal))
        {
            string[] own = [.. filler[language.Key]?.AsArray().Select(sentence => (string)sentence!) ?? []];
            foreach (var block in language.Chunk(SentencesTogether))
            {
                yield return Block(language.Key, block, []);
                yield return Block(language.Key, block, own);
            }
        }
    }

    private static MeaningText Block(string language, JsonNode[] sentences, string[] filler)
    {
        var gap = language is "zh" or "ja" ? "" : " ";
        var text = new MarkedText();
        var claims = new List<Claim>();
        foreach (var (i, sentence) in sentences.Index())
        {
            if (filler.Length > 0 && i % 2 == 0)
            {
                text.AppendMarked(filler[i / 2 % filler.Length]);
                text.Append(gap);
            }

            var (guards, governed) = text.AppendMarked((string)sentence["text"]!);
            claims.Add(new Guarded(guards, governed));
            text.Append(gap);
        }

        // Thai has no mark at the end of a sentence.
        claims.AddRange(language == "th" ? [] : text.Sentences.Zip(text.Sentences.Skip(1), (left, right) => new Apart(left, right)));
        return new MeaningText("negation", language, text.ToString().TrimEnd(), claims);
    }

    private static MeaningText Lines(string kind, JsonNode item)
    {
        var text = new MarkedText();
        var claims = new List<Claim>();
        foreach (var line in item["lines"]!.AsArray())
        {
            var (label, words) = ((string)line![0]!, (string)line[1]!);
            var start = text.Length;
            var (_, core) = text.AppendMarked(label.Replace("[ ]", "\u0001 \u0002", StringComparison.Ordinal).Replace('[', '\u0001').Replace(']', '\u0002'));
            var own = core.Count > 0 ? core[0] : new TextSpan(start, text.Length);
            text.Append(label.Length > 0 ? (string)item["sep"]! : "");
            claims.Add(new Labelled(own, new TextSpan(text.Length, text.Length + words.Length)));
            text.Append(words + "\n");
        }

        return new MeaningText(kind, "en", text.ToString().Replace('\u0001', '[').Replace('\u0002', ']').TrimEnd('\n'), claims);
    }

    private static MeaningText Numbers(JsonNode item)
    {
        var text = new MarkedText();
        var numbers = text.AppendMarked((string)item["text"]!).Governed;
        return new MeaningText("numbers", (string)item["lang"]!, text.ToString(), [.. numbers.Select(number => new Whole(number)), .. numbers.Zip(numbers.Skip(1), (left, right) => new NotGlued(left, right))]);
    }

    private static MeaningText Code(JsonNode item)
    {
        var text = new MarkedText();
        var claims = new List<Claim>();
        text.Append((string)item["before"]! + "\n");
        foreach (var line in item["code"]!.AsArray())
        {
            var code = (string)line!;
            claims.Add(new Whole(new TextSpan(text.Length, text.Length + code.Length)));
            text.Append(code + "\n");
        }

        text.Append((string)item["after"]!);
        return new MeaningText("code", "code", text.ToString(), claims);
    }

    private static MeaningText Tiny(JsonNode item)
    {
        var text = new MarkedText();
        var (guards, governed) = text.AppendMarked((string)item["text"]!);
        return new MeaningText("blanks", "tiny", text.ToString(), guards.Count > 0 ? [new NotBlank(), new Guarded(guards, governed)] : [new NotBlank()]);
    }

    private static MeaningText Elements(JsonNode item)
    {
        var text = (string)item["text"]!;
        var open = new Stack<TextSpan>();
        var claims = new List<Claim>();
        foreach (Match tag in Tag().Matches(text))
        {
            var span = new TextSpan(tag.Index, tag.Index + tag.Length);
            if (tag.Groups[1].Length == 0)
            {
                open.Push(span);
            }
            else
            {
                claims.Add(new Enclosed(open.Pop(), span));
            }
        }

        return new MeaningText("elements", "en", text, claims);
    }

    [GeneratedRegex("<(/?)([a-z_][\\w-]*)(?: [^<>]*)?>")]
    private static partial Regex Tag();
}
