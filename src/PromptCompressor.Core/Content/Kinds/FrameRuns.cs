using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Cuts a trace into what stays and runs of library frames that may go. The first frame of each trace stays, and the one
/// next to a frame of the program: they say where it broke and what was called. A trace without own frames stays whole.
/// </summary>
internal static class FrameRuns
{
    private const int FewestFrames = 3;

    /// <summary>The records of the lines of <paramref name="whole"/>: runs that may go, and the pieces between them, that are like it.</summary>
    public static IEnumerable<LineRecord> Cut(string text, IReadOnlyList<TextLine> lines, LineRecord whole)
    {
        var kinds = new TraceLine[whole.Lines];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = TraceSignals.Of(lines[whole.First + i].Of(text), i > 0 ? kinds[i - 1] : TraceLine.Other);
        }

        if (!kinds.Contains(TraceLine.OwnFrame))
        {
            yield return whole;
            yield break;
        }

        var start = 0;
        for (var at = 0; at < kinds.Length;)
        {
            if (kinds[at] != TraceLine.LibraryFrame)
            {
                at++;
                continue;
            }

            var end = at;
            while (end < kinds.Length && kinds[end] is TraceLine.LibraryFrame or TraceLine.FrameDetail && !HoldsBracket(end))
            {
                end++;
            }

            var (from, to) = (at, end);
            if (from == 0 || !TraceSignals.IsFrame(Before(from)) || Before(from) == TraceLine.OwnFrame)
            {
                from = NextFrame(from, to);
            }

            if (to < kinds.Length && kinds[to] == TraceLine.OwnFrame)
            {
                to = LastFrame(from, to);
            }

            if (Frames(from, to) >= FewestFrames)
            {
                if (from > start)
                {
                    yield return whole with { First = whole.First + start, End = whole.First + from, Counted = from - start };
                }

                yield return new LineRecord(whole.First + from, whole.First + to) { Unit = Frames(from, to) == to - from ? LineUnit.Frame : LineUnit.FrameLine };
                start = to;
            }

            at = Math.Max(end, at + 1);
        }

        if (start < kinds.Length)
        {
            yield return whole with { First = whole.First + start, Counted = kinds.Length - start };
        }

        // The kind of the frame that the lines above a place end in.
        TraceLine Before(int at)
        {
            do
            {
                at--;
            }
            while (at >= 0 && kinds[at] == TraceLine.FrameDetail);

            return at < 0 ? TraceLine.Other : kinds[at];
        }

        int NextFrame(int from, int to)
        {
            do
            {
                from++;
            }
            while (from < to && kinds[from] == TraceLine.FrameDetail);

            return from;
        }

        int LastFrame(int from, int to)
        {
            do
            {
                to--;
            }
            while (to > from && kinds[to] == TraceLine.FrameDetail);

            return to;
        }

        int Frames(int from, int to) => to <= from ? 0 : kinds.AsSpan(from, to - from).Count(TraceLine.LibraryFrame);

        // Node opens the list of a cause's members behind the last frame.
        bool HoldsBracket(int at) => lines[whole.First + at].Of(text).TrimEnd() is [.., '{' or '[' or '('];
    }
}
