using System.Buffers;
using System.Globalization;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a paragraph is, by what its lines look like. The most certain kinds are asked first; prose only if it reads as sentences.</summary>
internal static class ParagraphKind
{
    private const int MostPlainLines = 4;

    private static readonly SearchValues<char> Numbers = SearchValues.Create("0123456789,");

    /// <summary>Whether a line is one that only patches have, in a quotation too.</summary>
    public static bool IsPatch(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("> ");
        return line.StartsWith("diff --git ", StringComparison.Ordinal) || line.StartsWith("diff --cc ", StringComparison.Ordinal) || line.StartsWith("@@ -", StringComparison.Ordinal)
            || line.StartsWith("@@@ -", StringComparison.Ordinal) || line.StartsWith("+++ ", StringComparison.Ordinal) || line is "***************" || IsNormalHunk(line);
    }

    /// <summary>Whether a paragraph is a title, a salutation or a name: prose beside prose, and nothing by itself.</summary>
    public static bool IsPlain(string text, IReadOnlyList<TextLine> lines, int first, int end) => Count(text, lines, first, end) is { Lines: > 0 and <= MostPlainLines, IsPlain: true };

    public static ContentKind Of(string text, IReadOnlyList<TextLine> lines, int first, int end)
    {
        var count = Count(text, lines, first, end);
        var n = count.Lines;
        if (n == 0)
        {
            return ContentKind.Unknown;
        }

        if (count.Listing >= 2 && count.Listing >= 0.6 * n)
        {
            return ContentKind.Listing;
        }

        if (count.Tests >= 2 || count.Tallies > 0)
        {
            return ContentKind.TestReport;
        }

        if (count.LogStarts >= 2 && count.LogStarts >= 0.3 * n && count.Placed == 0)
        {
            return ContentKind.Log;
        }

        if (count.Diagnostics > 0 || count.Steps >= 2)
        {
            return count.Search >= 0.6 * n && count.Steps == 0 && count.Errors == 0 ? ContentKind.SearchResults : ContentKind.BuildReport;
        }

        if (count.Search >= 2 && count.Search + count.Around >= 0.6 * n)
        {
            return ContentKind.SearchResults;
        }

        if (count.Hits >= 0.6 * n && (count.Hits >= 3 || (n > 1 && LineSignals.IsPath(TextLines.FirstOf(text, lines, first, end)))))
        {
            return ContentKind.SearchResults;
        }

        if ((count.Frames >= 2 && count.Frames >= 0.3 * n) || TraceSignals.Of(TextLines.FirstOf(text, lines, first, end), TraceLine.Other) == TraceLine.Head)
        {
            return ContentKind.StackTrace;
        }

        if (count.Plan >= 1 && count.Plan + count.Keys >= 0.4 * n)
        {
            return ContentKind.Config;
        }

        if (count.Status >= 1 && n > 1)
        {
            return ContentKind.Listing;
        }

        if (n >= 3 && count.Keys + count.Comments >= 0.9 * n && count.Keys >= 0.5 * n && count.Nested > 0)
        {
            return ContentKind.Config;
        }

        if (n >= 3 && count.Paths >= 0.9 * n)
        {
            return ContentKind.Listing;
        }

        if (count.Patches > 0 || count.HasDataUri)
        {
            return ContentKind.Unknown;
        }

        if (n >= 2 && count.Code >= 0.4 * n && (n >= 3 || count.Code == n))
        {
            return ContentKind.Code;
        }

        // Columns, ids and comments: the words of such lines do not make sentences.
        if (count.Columns >= 0.3 * n || count.Ids >= 0.5 * n || (count.Comments >= 2 && count.Comments >= 0.5 * n))
        {
            return ContentKind.Unknown;
        }

        // Who speaks speaks again, or in sentences; the names of values (of a mail, of a processor) are there once.
        if (count.Labels >= 3 && count.Labels >= 0.5 * n)
        {
            return count.SentenceEnds >= 0.5 * count.Labels || count.HasRepeatedLabel ? ContentKind.Dialogue : ContentKind.Unknown;
        }

        if (count.IsList || (n >= 3 && count.Keys >= 0.8 * n && count.SentenceEnds < 0.5 * n))
        {
            return ContentKind.Unknown;
        }

        if (count.Headings > 0 || (count.Items >= 2 && count.Items >= 0.4 * n))
        {
            return count.ReadsAsText(0.5) ? ContentKind.Markdown : ContentKind.Unknown;
        }

        return count.ReadsAsText(0.6) && count.Words >= 4 && (count.SentenceEnds > 0 || count.Words >= 8) ? ContentKind.Prose : ContentKind.Unknown;
    }

    /// <summary><c>12,14d11</c> and <c>5c5</c>, as <c>diff</c> writes without options.</summary>
    private static bool IsNormalHunk(ReadOnlySpan<char> line)
    {
        var sign = line.IndexOfAny('a', 'c', 'd');
        return sign > 0 && sign < line.Length - 1 && line.Length < 40 && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[^1])
            && !line[..sign].ContainsAnyExcept(Numbers) && !line[(sign + 1)..].ContainsAnyExcept(Numbers);
    }

    private static Counts Count(string text, IReadOnlyList<TextLine> lines, int first, int end)
    {
        var count = new Counts();
        var trace = TraceLine.Other;
        for (var i = first; i < end; i++)
        {
            var line = lines[i].Of(text);
            if (!line.IsWhiteSpace())
            {
                count.Add(line, ref trace);
            }
        }

        return count;
    }

    private struct Counts
    {
        public int Lines, LogStarts, Placed, Search, Around, Hits, Tests, Tallies, Diagnostics, Errors, Steps, Frames, Listing, Status, Paths, Keys, Comments, Nested, Plan, Code, Labels, Headings, Items, Columns, Ids, Patches, Words, SentenceEnds;

        private int _characters, _letters, _blanks, _symbols, _wide;
        private ListSignals _list;
        private HashSet<string>? _labels;

        public bool HasDataUri { get; private set; }

        /// <summary>Whether one of the labels stands before two lines.</summary>
        public bool HasRepeatedLabel { get; private set; }

        public readonly bool IsList => _list.IsList(Lines, SentenceEnds);

        public void Add(ReadOnlySpan<char> raw, ref TraceLine trace)
        {
            var line = raw.Contains('\u001b') ? Plain(raw) : raw;
            var trimmed = line.Trim();
            if (trimmed.IsEmpty)
            {
                return;
            }

            Lines++;
            HasDataUri |= DataUris.IsIn(line);
            LogStarts += LineSignals.StartsLogRecord(line) ? 1 : 0;
            Placed += LogPrefixes.IsPlaced(line) ? 1 : 0;
            Search += LineSignals.SearchPathLength(line) > 0 ? 1 : 0;
            Around += trimmed is "--" || LineShapes.IsAround(line) ? 1 : 0;
            Hits += !LineSignals.IsClock(line) && (LineSignals.NumberThen(line, ':') > 0 || LineSignals.NumberThen(line, '-') > 0) ? 1 : 0;
            switch (ReportSignals.Test(line))
            {
                case ReportLine.Passed or ReportLine.Failed:
                    Tests++;
                    break;
                case ReportLine.Summary:
                    Tallies++;
                    break;
            }

            switch (ReportSignals.Build(line))
            {
                case ReportLine.Diagnostic:
                    Diagnostics++;
                    Errors += trimmed.Contains("error", StringComparison.Ordinal) || trimmed.Contains("warning", StringComparison.Ordinal) ? 1 : 0;
                    break;
                case ReportLine.Summary:
                    (Diagnostics, Errors) = (Diagnostics + 1, Errors + 1);
                    break;
                case ReportLine.Progress:
                    Steps++;
                    break;
            }

            trace = TraceSignals.Of(line, trace);
            Frames += TraceSignals.IsFrame(trace) || trace == TraceLine.FrameDetail ? 1 : 0;
            Listing += LineShapes.IsMode(line) || LineShapes.IsTotal(trimmed) ? 1 : 0;
            Status += LineShapes.IsStatus(trimmed) ? 1 : 0;
            Paths += LineSignals.IsPath(trimmed) && !trimmed.Contains(':') && !trimmed.Contains(' ') ? 1 : 0;
            Shape(line, trimmed);
            _list.Add(trimmed);
            Characters(trimmed);
        }

        /// <summary>A title, a salutation or a name: words without the signs of anything else, but no sentence.</summary>
        public readonly bool IsPlain =>
            _letters >= 0.6 * _characters && _symbols <= 0.06 * _characters
            && LogStarts + Search + Hits + Tests + Tallies + Diagnostics + Steps + Frames + Listing + Status + Paths + Comments + Plan + Code + Columns + Ids + Patches == 0 && Keys < 0.5 * Lines;

        public readonly bool ReadsAsText(double letters) =>
            _letters + _wide >= letters * (_characters + _wide) && (_blanks >= 0.1 * _characters || _wide > 0.3 * _characters) && _symbols <= 0.06 * _characters;

        private void Shape(ReadOnlySpan<char> line, ReadOnlySpan<char> trimmed)
        {
            var key = LineShapes.KeyLength(trimmed);
            Keys += key > 0 || trimmed.StartsWith("- ", StringComparison.Ordinal) || trimmed is "---" or [.., '|'] || (trimmed[0] == '[' && trimmed[^1] == ']') ? 1 : 0;
            Comments += trimmed[0] == '#' ? 1 : 0;
            Nested += (key > 0 && line[0] == ' ') || trimmed is "---" || (trimmed[0] == '[' && trimmed[^1] == ']') ? 1 : 0;
            Plan += LineShapes.IsPlan(trimmed) ? 1 : 0;
            Code += CodeLines.IsCode(line) ? 1 : 0;
            Columns += LineShapes.HasColumns(trimmed) ? 1 : 0;
            Patches += IsPatch(trimmed) ? 1 : 0;
            Ids += LineShapes.IsId(trimmed.TrimStart("*|/\\_ ")) ? 1 : 0;
            if (LineShapes.IsLabel(trimmed, out var label))
            {
                Labels++;
                HasRepeatedLabel |= !(_labels ??= new(StringComparer.Ordinal)).Add(label.ToString());
            }

            Headings += trimmed[0] == '#' && trimmed.IndexOfAnyExcept('#') is > 0 and < 7 and var level && trimmed[level] == ' ' ? 1 : 0;
            Items += trimmed is ['-' or '*' or '+', ' ', ..] || (LineSignals.NumberThen(trimmed, '.') is > 0 and var digits && trimmed.Length > digits + 1 && trimmed[digits + 1] == ' ') || trimmed is ['>', ' ', ..] ? 1 : 0;
        }

        private void Characters(ReadOnlySpan<char> trimmed)
        {
            for (var i = 0; i < trimmed.Length; i++)
            {
                var c = trimmed[i];
                _characters++;
                if (char.IsLetter(c) || IsVowelSign(c))
                {
                    // Of writing without blanks, two characters are about a word.
                    var isWide = c > '\u2E80' || IsThai(c);
                    _letters++;
                    _wide += isWide ? 1 : 0;
                    Words += isWide && _wide % 2 == 0 ? 1 : 0;
                }
                else if (c is ' ' or '\t')
                {
                    _blanks++;
                    Words++;
                }
                else if (c is '{' or '}' or '[' or ']' or '<' or '>' or '=' or ';' or '|' or '\\' or '/' or '_' or '$' or '@' or '^' or '~' or '&')
                {
                    _symbols++;
                }
                else if (c is '.' or '!' or '?' or '।' or '۔' or '؟' or '。' or '！' or '？' && (i + 1 == trimmed.Length || trimmed[i + 1] is ' ' or '"' or '\'' or ')' || c > '\u2E80'))
                {
                    SentenceEnds++;
                }
            }

            Words++;
        }

        /// <summary>A sign that Indic and Thai writing puts at a letter.</summary>
        private static bool IsVowelSign(char c) => c > '\u02FF' && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

        private static bool IsThai(char c) => c is >= '\u0E00' and <= '\u0EFF';

        private static ReadOnlySpan<char> Plain(ReadOnlySpan<char> raw) => TerminalText.Shown(raw.ToString());

    }
}
