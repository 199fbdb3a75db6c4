using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Content.Rewriting;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Search results that are too many: every file is named, with the number of hits that are not shown. Definitions, hits
/// with words of the question, the first and the last of a file stay.
/// </summary>
internal sealed class SearchContent : IRecordDocument
{
    /// <summary>Fewer hits than this were asked for and are read one by one.</summary>
    public const int FewestHits = 100;

    /// <summary>An agent reads what it searched for: unless a budget is to be used, results of this size lose nothing.</summary>
    private const int LosslessTokens = 4000;

    private static readonly string[] Definitions =
        ["class ", "def ", "func ", "function ", "interface ", "struct ", "enum ", "record ", "trait ", "impl ", "type ", "fn ", "CREATE TABLE", "module ", "namespace ", "#define "];

    private readonly string _text;
    private readonly IReadOnlyList<TextLine> _lines;
    private readonly SearchGroups.Hit[] _hits;
    private readonly string _feed;
    private readonly bool _reshape;

    private SearchContent(string text, IReadOnlyList<TextLine> lines, SearchGroups.Hit[] hits, ContentOptions options)
    {
        _text = text;
        _lines = lines;
        _hits = hits;
        _feed = TextLines.EndOf(text);
        _reshape = options.Reshape;
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        var totals = hits.Where(h => h.Path is not null).GroupBy(h => h.Path!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        Records = [.. lines.Select((line, i) => new ContentRecord(new TextSpan(line.Start, line.Next), Score(i, number, totals, options), hits[i].Path is null && !line.Of(text).SequenceEqual("--")))];
    }

    public IReadOnlyList<ContentRecord> Records { get; }

    public IReadOnlyList<string> LosslessMethods => [];

    public string? Whole => null;

    public string OmissionMethod => "search_hits";

    public static SearchContent? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var hits = SearchGroups.Locate(text, lines);
        return hits.Count(h => h.Path is not null) >= FewestHits && (options.FillTarget || options.CountTokens(text) > LosslessTokens) ? new SearchContent(text, lines, hits, options) : null;
    }

    /// <summary>The hits that are kept; behind the last of a file, or in its place, how many more it has.</summary>
    public string Render(bool[] keep)
    {
        var output = new StringBuilder(_text.Length / 2);
        for (var at = 0; at < _lines.Count;)
        {
            var end = at + 1;
            while (end < _lines.Count && _hits[at].Path is { } path && (_hits[end].Path == path || (_lines[end].Of(_text).SequenceEqual("--") && end + 1 < _lines.Count && _hits[end + 1].Path == path)))
            {
                end++;
            }

            if (_hits[at].Path is { } of)
            {
                AppendFile(output, of, at, end, keep);
            }
            else if (keep[at])
            {
                output.Append(_lines[at].Of(_text)).Append(_feed);
            }

            at = end;
        }

        if (_lines[^1].Next == _lines[^1].End)
        {
            output.Length -= Math.Min(output.Length, _feed.Length);
        }

        return output.ToString();
    }

    private void AppendFile(StringBuilder output, string path, int from, int to, bool[] keep)
    {
        var left = 0;
        for (var i = from; i < to; i++)
        {
            left += _hits[i].Path is not null && !keep[i] ? 1 : 0;
        }

        var all = Enumerable.Range(from, to - from).Count(i => _hits[i].Path is not null);
        if (left == all)
        {
            output.Append(path).Append(CultureInfo.InvariantCulture, $" [{left} {(left == 1 ? "line" : "lines")} omitted]").Append(_feed);
            return;
        }

        output.Append(_reshape ? path + _feed : "");
        var gap = false;
        var any = false;
        for (var i = from; i < to; i++)
        {
            if (_hits[i].Path is null || !keep[i])
            {
                gap |= _hits[i].Path is null;
                continue;
            }

            output.Append(gap && any ? "--" + _feed : "").Append(_lines[i].Of(_text)[(_reshape ? _hits[i].RestStart : 0)..]).Append(_feed);
            (gap, any) = (false, true);
        }

        if (left > 0)
        {
            output.Append(_reshape ? "" : path + " ").Append(CultureInfo.InvariantCulture, $"[{left} more in this file]").Append(_feed);
        }
    }

    private double Score(int i, Dictionary<string, int> number, Dictionary<string, int> totals, ContentOptions options)
    {
        if (_hits[i].Path is not { } path)
        {
            return 0;
        }

        var nth = number[path] = number.GetValueOrDefault(path) + 1;
        var rest = _lines[i].Of(_text)[_hits[i].RestStart..];
        var text = rest[(rest.IndexOf(_hits[i].Sign) + 1)..];
        var score = nth == 1 ? RecordScores.FirstOrLast : nth == totals[path] ? RecordScores.Neighbour : 0.3;
        foreach (var definition in Definitions)
        {
            if (text.Contains(definition, StringComparison.Ordinal))
            {
                score = Math.Max(score, RecordScores.Unusual);
            }
        }

        return Math.Max(score, RecordScores.OfRelevance(options.RelevanceOf(text)));
    }
}
