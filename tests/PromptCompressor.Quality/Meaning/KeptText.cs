using PromptCompressor.Core.Text;

namespace PromptCompressor.Quality.Meaning;

/// <summary>A text, its output and what of each character became.</summary>
internal sealed class KeptText
{
    private const string Ends = ".!?…。！？．؟।۔;；";
    private const string Marks = ",、，:：؛،";

    private const string Numerals = "〇零一二三四五六七八九十百千万億亿兆两";

    private static readonly string[] Articles = ["a ", "an ", "the ", "le ", "la ", "les ", "l'", "el ", "los ", "las ", "il ", "o ", "os ", "as ", "ein ", "eine "];

    private readonly string _source;
    private readonly bool[] _kept;

    /// <param name="source">The text.</param>
    /// <param name="output">What is left of it.</param>
    /// <param name="slices">Where that stands in the text; null from a method that does not say: words are found again in their order.</param>
    public KeptText(string source, string output, IReadOnlyList<TextSpan>? slices)
    {
        _source = source;
        Output = output;
        _kept = new bool[source.Length];
        foreach (var slice in slices ?? Align(source, output))
        {
            _kept.AsSpan(slice.Start, slice.Length).Fill(true);
        }
    }

    public string Output { get; }

    /// <summary>Whether a letter or digit of it is left.</summary>
    public bool HasAny(TextSpan span) => Range(span).Any(i => _kept[i] && char.IsLetterOrDigit(_source[i]));

    /// <summary>Letters and digits of it that are left.</summary>
    public int CountOf(TextSpan span) => Range(span).Count(i => _kept[i] && char.IsLetterOrDigit(_source[i]));

    /// <summary>Whether all but white space is left.</summary>
    public bool HasAll(TextSpan span) => Range(span).All(i => _kept[i] || char.IsWhiteSpace(_source[i]));

    public bool EndsInNumeral(TextSpan span) => IsNumeral(_source[Range(span).Last(i => char.IsLetterOrDigit(_source[i]))]);

    public bool BeginsWithNumeral(TextSpan span) => IsNumeral(_source[Range(span).First(i => char.IsLetterOrDigit(_source[i]))]);

    public TextSpan WithoutArticle(TextSpan span)
    {
        var article = Articles.FirstOrDefault(article => span.Of(_source).StartsWith(article, StringComparison.OrdinalIgnoreCase));
        return article is null ? span : span with { Start = span.Start + article.Length };
    }

    /// <summary>Whether a comma or its like, or a line break, is left between two places.</summary>
    public bool HasMarkOrLine(int start, int end) => Range(new TextSpan(start, end)).Any(i => _kept[i] && (_source[i] == '\n' || Ends.Contains(_source[i], StringComparison.Ordinal) || Marks.Contains(_source[i], StringComparison.Ordinal)));

    /// <summary>Whether nothing but white space and other labels stands in front of it in its line.</summary>
    public bool BeginsLine(TextSpan label)
    {
        for (var i = label.Start - 1; i >= 0; i--)
        {
            if (_kept[i])
            {
                if (_source[i] == '\n')
                {
                    return true;
                }

                if (_source.LastIndexOf('\n', label.Start) < i)
                {
                    continue;
                }

                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a sentence end or a line break is left between what is left of two places.</summary>
    public bool IsDivided(TextSpan left, TextSpan right)
    {
        var last = Range(left).Last(i => _kept[i] && char.IsLetterOrDigit(_source[i]));
        var first = Range(right).First(i => _kept[i] && char.IsLetterOrDigit(_source[i]));
        return Range(new TextSpan(last + 1, first)).Any(i => _kept[i] && (_source[i] == '\n' || Ends.Contains(_source[i], StringComparison.Ordinal)));
    }

    private static bool IsNumeral(char c) => char.IsNumber(c) || Numerals.Contains(c, StringComparison.Ordinal);

    private static IEnumerable<int> Range(TextSpan span) => Enumerable.Range(span.Start, span.Length);

    /// <summary>The longest common sequence of words.</summary>
    private static IEnumerable<TextSpan> Align(string source, string output)
    {
        var words = SegmentedText.Of(source).Words;
        string[] from = [.. words.Select(word => word.Of(source).ToString())];
        string[] to = [.. SegmentedText.Of(output).Words.Select(word => word.Of(output).ToString())];
        var longest = new int[from.Length + 1, to.Length + 1];
        for (var i = from.Length - 1; i >= 0; i--)
        {
            for (var j = to.Length - 1; j >= 0; j--)
            {
                longest[i, j] = from[i] == to[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < from.Length && j < to.Length;)
        {
            if (from[i] == to[j])
            {
                yield return words[i];
                (i, j) = (i + 1, j + 1);
            }
            else if (longest[i + 1, j] >= longest[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
