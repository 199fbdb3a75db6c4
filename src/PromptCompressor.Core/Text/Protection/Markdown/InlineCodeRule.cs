namespace PromptCompressor.Core.Text.Protection.Markdown;

/// <summary>
/// Markdown code spans: a run of n backticks, closed by the next run of exactly n in the same paragraph. An escaped backtick opens
/// nothing; inside a span the backslash means nothing (CommonMark 0.31 section 6.1).
/// </summary>
internal sealed class InlineCodeRule : IProtectionRule
{
    public string Name => "inline_code";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        if (!text.Contains('`', StringComparison.Ordinal))
        {
            return;
        }

        var blocks = FencedBlocks.Find(text);
        var block = 0;
        var runs = new List<TextSpan>();
        var lines = new Lines(text);
        while (lines.MoveNext())
        {
            var line = lines.Current;
            while (block < blocks.Count && blocks[block].End < line.Start)
            {
                block++;
            }

            if (block < blocks.Count && blocks[block].Start <= line.Start)
            {
                Close(text, runs, found);
                continue;
            }

            var content = line.Of(text).TrimStart(" \t");
            if (content.IsEmpty || StartsBlock(content))
            {
                Close(text, runs, found);
            }

            CollectRuns(text, line, runs);
            if (content.StartsWith('#'))
            {
                Close(text, runs, found);
            }
        }

        Close(text, runs, found);
    }

    /// <summary>A heading, list item or table row is a paragraph of its own.</summary>
    private static bool StartsBlock(ReadOnlySpan<char> content)
    {
        if (content[0] is '#' or '|')
        {
            return true;
        }

        var marker = content[0] is '-' or '*' or '+' ? 1 : 0;
        while (marker < content.Length && marker < 9 && char.IsAsciiDigit(content[marker]))
        {
            marker++;
        }

        if (marker > 0 && content[0] is not ('-' or '*' or '+'))
        {
            marker = marker < content.Length && content[marker] is '.' or ')' ? marker + 1 : content.Length;
        }

        return marker > 0 && marker < content.Length && content[marker] is ' ' or '\t';
    }

    private static void CollectRuns(string text, TextSpan line, List<TextSpan> runs)
    {
        var position = line.Start;
        while (position < line.End)
        {
            var offset = text.AsSpan(position, line.End - position).IndexOf('`');
            if (offset < 0)
            {
                return;
            }

            var start = position + offset;
            var length = text.AsSpan(start, line.End - start).IndexOfAnyExcept('`');
            position = length < 0 ? line.End : start + length;
            runs.Add(new TextSpan(start, position));
        }
    }

    /// <summary>Pairs the runs of one paragraph. The partner of each run is looked up going backwards, so the whole is linear.</summary>
    private void Close(string text, List<TextSpan> runs, ICollection<ProtectedSpan> found)
    {
        if (runs.Count > 1)
        {
            var partners = new int[runs.Count];
            var nextOfLength = new Dictionary<int, int>();
            for (var i = runs.Count - 1; i >= 0; i--)
            {
                var opening = runs[i].End - OpeningStart(text, runs[i]);
                partners[i] = nextOfLength.GetValueOrDefault(opening, -1);
                nextOfLength[runs[i].Length] = i;
            }

            for (var i = 0; i < runs.Count; i++)
            {
                if (partners[i] > i)
                {
                    var span = new TextSpan(OpeningStart(text, runs[i]), runs[partners[i]].End);
                    found.Add(new ProtectedSpan(span, ProtectionKind.Whole, Name));
                    i = partners[i];
                }
            }
        }

        runs.Clear();
    }

    /// <summary>Where the run can open a span: behind its first backtick when that one is escaped.</summary>
    private static int OpeningStart(string text, TextSpan run)
    {
        var slashes = 0;
        while (Chars.At(text, run.Start - 1 - slashes) == '\\')
        {
            slashes++;
        }

        return run.Start + (slashes % 2);
    }
}
