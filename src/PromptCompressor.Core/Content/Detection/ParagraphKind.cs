using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a paragraph is, by what its lines look like. The most certain kinds are asked first; prose only if it reads as sentences.</summary>
internal static class ParagraphKind
{
    private const int MostPlainLines = 4;

    private static readonly SearchValues<char> Numbers = SearchValues.Create("0123456789,");
    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("/\\={}[]<>");

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

        if (count.LogStarts >= 2 && count.LogStarts >= 0.3 * n)
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
        public int Lines, LogStarts, Search, Around, Hits, Tests, Tallies, Diagnostics, Errors, Steps, Frames, Listing, Status, Paths, Keys, Comments, Nested, Plan, Code, Labels, Headings, Items, Columns, Ids, Patches, Words, SentenceEnds;

        private int _characters, _letters, _blanks, _symbols, _wide, _tokens, _technical, _commas, _definitions, _sameStarts, _options;
        private ulong _start;
        private HashSet<string>? _labels;

        public bool HasDataUri { get; private set; }

        /// <summary>Whether one of the labels stands before two lines.</summary>
        public bool HasRepeatedLabel { get; private set; }

        /// <summary>
        /// Lines that read as words but not as sentences: each begins as the one above, or with a name and a dash; words with a comma behind each; names, options and
        /// addresses among words that end in no sentence.
        /// </summary>
        public readonly bool IsList =>
            (Lines >= 4 && _sameStarts >= 0.5 * Lines) || (Lines >= 3 && _definitions >= 0.6 * Lines) || (Lines >= 4 && _options >= 0.25 * Lines)
            || (_tokens >= 8 && (_commas >= 0.6 * _tokens || _technical >= 0.3 * _tokens || (SentenceEnds == 0 && Lines >= 3 && _technical >= 0.12 * _tokens)));

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
            Search += LineSignals.SearchPathLength(line) > 0 ? 1 : 0;
            Around += trimmed is "--" || IsAround(line) ? 1 : 0;
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
            Listing += IsMode(line) || IsTotal(trimmed) ? 1 : 0;
            Status += IsStatus(trimmed) ? 1 : 0;
            Paths += LineSignals.IsPath(trimmed) && !trimmed.Contains(':') && !trimmed.Contains(' ') ? 1 : 0;
            Shape(line, trimmed);
            Start(trimmed);
            Characters(trimmed);
            Tokens(trimmed);
        }

        /// <summary>A title, a salutation or a name: words without the signs of anything else, but no sentence.</summary>
        public readonly bool IsPlain =>
            _letters >= 0.6 * _characters && _symbols <= 0.06 * _characters
            && LogStarts + Search + Hits + Tests + Tallies + Diagnostics + Steps + Frames + Listing + Status + Paths + Comments + Plan + Code + Columns + Ids + Patches == 0 && Keys < 0.5 * Lines;

        public readonly bool ReadsAsText(double letters) =>
            _letters >= letters * _characters && (_blanks >= 0.1 * _characters || _wide > 0.3 * _characters) && _symbols <= 0.06 * _characters;

        private void Shape(ReadOnlySpan<char> line, ReadOnlySpan<char> trimmed)
        {
            var key = KeyLength(trimmed);
            Keys += key > 0 || trimmed.StartsWith("- ", StringComparison.Ordinal) || trimmed is "---" or [.., '|'] || (trimmed[0] == '[' && trimmed[^1] == ']') ? 1 : 0;
            Comments += trimmed[0] == '#' ? 1 : 0;
            Nested += (key > 0 && line[0] == ' ') || trimmed is "---" || (trimmed[0] == '[' && trimmed[^1] == ']') ? 1 : 0;
            Plan += IsPlan(trimmed) ? 1 : 0;
            Code += CodeLines.IsCode(line) ? 1 : 0;
            Columns += trimmed.Contains("  ", StringComparison.Ordinal) || trimmed.Contains('\t') ? 1 : 0;
            Patches += IsPatch(trimmed) ? 1 : 0;
            Ids += IsId(trimmed.TrimStart("*|/\\_ ")) ? 1 : 0;
            if (IsLabel(trimmed, out var label))
            {
                Labels++;
                HasRepeatedLabel |= !(_labels ??= new(StringComparer.Ordinal)).Add(label.ToString());
            }

            Headings += trimmed[0] == '#' && trimmed.IndexOfAnyExcept('#') is > 0 and < 7 and var level && trimmed[level] == ' ' ? 1 : 0;
            Items += trimmed is ['-' or '*' or '+', ' ', ..] || (LineSignals.NumberThen(trimmed, '.') is > 0 and var digits && trimmed.Length > digits + 1 && trimmed[digits + 1] == ' ') || trimmed is ['>', ' ', ..] ? 1 : 0;
        }

        /// <summary>Compares the first word with that of the line above. Signs of lists and of quotations are no words.</summary>
        private void Start(ReadOnlySpan<char> trimmed)
        {
            var end = trimmed.IndexOf(' ');
            var word = end < 0 ? trimmed : trimmed[..end];
            var isWord = end > 0 && char.IsLetterOrDigit(word[0]);
            var hash = isWord ? XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word)) : 0;
            _sameStarts += isWord && hash == _start ? 1 : 0;
            _start = hash;
            _options += trimmed is ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] ? 1 : 0;
            _definitions += isWord && trimmed.Length > end + 3 && trimmed[end + 1] == '-' && trimmed[end + 2] == ' ' ? 1 : 0;
        }

        /// <summary>Counts what stands between blanks, and what of it is a name, an option or an address and no word. Writing without blanks has none.</summary>
        private void Tokens(ReadOnlySpan<char> trimmed)
        {
            foreach (var range in trimmed.Split(' '))
            {
                var token = trimmed[range];
                if (token.IsEmpty || token[0] >= '\u0E00')
                {
                    continue;
                }

                _tokens++;
                _commas += token[^1] == ',' ? 1 : 0;
                _technical += IsTechnical(token.Trim("\"'`()[],.;:!?*“”«»")) ? 1 : 0;
            }
        }

        private static bool IsTechnical(ReadOnlySpan<char> token)
        {
            if (token.Length > 2 && token[0] == '-' && (char.IsAsciiLetter(token[1]) || token[1] == '-'))
            {
                return true;
            }

            bool letters = false, digits = false;
            for (var i = 0; i < token.Length; i++)
            {
                var c = token[i];
                if (c >= '\u0E00')
                {
                    return false;
                }

                letters |= char.IsLetter(c);
                digits |= char.IsAsciiDigit(c);
                if (c is '_' or '=' or '<' or '>' or '{' or '}' or '[' or ']' or '|' or '\\' or '@' or '$' or '^' or '~' || (c is '.' or ':' or '/' && i > 0 && i + 1 < token.Length && char.IsLetter(token[i + 1]) && (c != '/' || token[..i].ContainsAny('/', '.'))))
                {
                    return true;
                }
            }

            return letters && digits;
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

        private static bool IsAround(ReadOnlySpan<char> line)
        {
            var slash = line.IndexOfAny('/', '.');
            if (slash < 0 || slash > 200)
            {
                return false;
            }

            for (var i = slash; i < Math.Min(line.Length, 250); i++)
            {
                if (line[i] == '-' && LineSignals.NumberThen(line[(i + 1)..], '-') > 0)
                {
                    return LineSignals.IsPath(line[..i]);
                }
            }

            return false;
        }

        private static bool IsMode(ReadOnlySpan<char> line) =>
            line.Length > 11 && line[0] is '-' or 'd' or 'l' or 'c' or 'b' or 's' or 'p' && line[1] is 'r' or '-' && line[2] is 'w' or '-' && line[3] is 'x' or '-' or 's' or 'S' && line[4] is 'r' or '-' && line[9] is 'x' or '-' or 't' or 'T';

        private static bool IsTotal(ReadOnlySpan<char> line) => line.StartsWith("total ", StringComparison.Ordinal) && line.Length < 20 && char.IsAsciiDigit(line[6]);

        private static bool IsStatus(ReadOnlySpan<char> line) =>
            line.StartsWith("On branch ", StringComparison.Ordinal) || line.StartsWith("HEAD detached", StringComparison.Ordinal) || line.StartsWith("Your branch is ", StringComparison.Ordinal) || line is "Untracked files:" or "Changes to be committed:" or "Changes not staged for commit:" or "Unmerged paths:";

        private static bool IsPlan(ReadOnlySpan<char> line) =>
            (line is ['~' or '+' or '-', ' ', ..] or ['-', '/', '+', ' ', ..] or ['<', '=', ' ', ..] && (line.Contains(" = ", StringComparison.Ordinal) || line.Contains("resource \"", StringComparison.Ordinal)))
            || (line[0] == '#' && (line.Contains(" will be ", StringComparison.Ordinal) || line.Contains(" must be ", StringComparison.Ordinal))) || line.StartsWith("Terraform will ", StringComparison.Ordinal) || line.StartsWith("Plan: ", StringComparison.Ordinal);

        private static int KeyLength(ReadOnlySpan<char> line)
        {
            var inner = line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line;
            if (inner.StartsWith("f:", StringComparison.Ordinal))
            {
                // Fields that a cluster says someone manages.
                inner = inner[2..];
            }
            else if (inner.StartsWith("k:{", StringComparison.Ordinal) && inner.EndsWith("}:", StringComparison.Ordinal))
            {
                return inner.Length;
            }

            var at = 0;
            while (at < inner.Length && (char.IsLetterOrDigit(inner[at]) || inner[at] is '_' or '-' or '.' or '/' or '"' or '\'' or '$'))
            {
                at++;
            }

            var sign = at;
            while (sign < inner.Length && inner[sign] == ' ' && inner[^1] != '.')
            {
                sign++;
            }

            return at > 0 && sign < inner.Length && (inner[sign] == '=' || (sign == at && inner[sign] == ':' && (sign + 1 == inner.Length || inner[sign + 1] == ' '))) ? at : 0;
        }

        /// <summary>A line that begins with a hash or a number of digits and letters.</summary>
        private static bool IsId(ReadOnlySpan<char> line)
        {
            var end = line.IndexOf(' ');
            var word = end < 0 ? line : line[..end];
            return word.Length >= 7 && char.IsAsciiLetterOrDigit(word[0]) && word.IndexOfAnyInRange('0', '9') >= 0 && word.IndexOfAnyExceptInRange('0', 'z') < 0 && !word.Contains(':');
        }

        private static bool IsLabel(ReadOnlySpan<char> line, out ReadOnlySpan<char> label)
        {
            label = [];
            // The time of a message may stand before the name.
            if (line[0] == '[' && line.IndexOf(']') is > 3 and < 24 and var close)
            {
                line = line[(close + 1)..].TrimStart();
            }

            var colon = line.IndexOf(':');
            if (colon is < 2 or > 40 || colon + 2 >= line.Length || line[colon + 1] != ' ')
            {
                return false;
            }

            label = line[..colon].Trim('*');
            return label.Length > 1 && char.IsUpper(label[0]) && label.Count(' ') <= 3 && !label.ContainsAny(NeverInNames) && line[(colon + 1)..].Count(' ') >= 3;
        }
    }
}
