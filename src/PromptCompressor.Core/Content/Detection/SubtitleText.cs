using System.Buffers;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>Subtitles (SubRip, WebVTT): what is said stands below the times at which it is. All lines up to the next times belong to a cue, so that no text comes to stand below the times of another. Times that begin again are those of another file.</summary>
/// <param name="Cues">Ranges of lines, each with its number and its times.</param>
internal sealed record SubtitleText(IReadOnlyList<(int First, int End)> Cues)
{
    private static readonly SearchValues<char> OfTimes = SearchValues.Create("0123456789:,.");

    private const int FewestCues = 3;
    private const int LongestCue = 40;

    /// <summary>The subtitles whose first cue, or whose title <c>WEBVTT</c>, stands at a line; or null.</summary>
    public static SubtitleText? Of(string text, IReadOnlyList<TextLine> lines, int start)
    {
        var titled = lines[start].Of(text).StartsWith("WEBVTT", StringComparison.Ordinal);
        var (heads, last, stop, time) = (new List<int>(), start, lines.Count, 0L);
        for (var at = start; at < lines.Count && at - last <= (heads.Count == 0 && !titled ? 1 : LongestCue); at++)
        {
            if (AreTimes(lines[at].Of(text)))
            {
                var begins = Milliseconds(lines[at].Of(text));
                if (begins < time)
                {
                    stop = HasName(at) ? at - 1 : at;
                    break;
                }

                time = begins;
                heads.Add(HasName(at) ? at - 1 : at);
                last = at;
            }
        }

        if (heads.Count < FewestCues)
        {
            return null;
        }

        var end = last + 1;
        while (end < stop && !lines[end].IsBlank(text))
        {
            end++;
        }

        return new SubtitleText([.. heads.Select((head, i) => (head, i + 1 < heads.Count ? heads[i + 1] : end))]);

        // A number, or a name with a blank line above it.
        bool HasName(int times) => times > start && lines[times - 1].Of(text) is var above && !above.IsWhiteSpace() && !AreTimes(above)
            && (times - 1 == start || lines[times - 2].IsBlank(text) || above.Trim().IndexOfAnyExceptInRange('0', '9') < 0);
    }

    /// <summary><c>00:01:02,500 --> 00:01:05,000</c>, with whatever is said of the place behind it.</summary>
    private static bool AreTimes(ReadOnlySpan<char> line)
    {
        var arrow = line.IndexOf("-->", StringComparison.Ordinal);
        return arrow > 0 && IsTime(line[..arrow].Trim()) && line[(arrow + 3)..].Trim() is var rest && IsTime(rest.IndexOf(' ') is > 0 and var blank ? rest[..blank] : rest);
    }

    /// <summary>When a cue begins.</summary>
    private static long Milliseconds(ReadOnlySpan<char> times)
    {
        var (whole, part) = (0L, 0L);
        foreach (var c in times[..times.IndexOf("-->", StringComparison.Ordinal)].Trim())
        {
            (whole, part) = char.IsAsciiDigit(c) ? (whole, (part * 10) + (c - '0')) : ((whole * 60) + part, 0);
        }

        return (whole * 1000) + part;
    }

    private static bool IsTime(ReadOnlySpan<char> time) => time.Length is >= 9 and <= 14 && time[^4] is ',' or '.' && time.Contains(':') && !time.ContainsAnyExcept(OfTimes);
}
