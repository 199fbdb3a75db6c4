using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>Search results with each path once, as <c>rg --heading</c> prints them: the path, then <c>12:text</c> for each hit of it.</summary>
internal static class SearchGroups
{
    /// <summary>A hit, or a line around one, as (path, rest after the path and its sign). Path is null for other lines.</summary>
    internal readonly record struct Hit(string? Path, int RestStart, char Sign);

    /// <summary>Groups the results; gives the text back where the way back would not give the same bytes.</summary>
    public static string Group(string text)
    {
        var lines = TextLines.Of(text);
        var hits = Locate(text, lines);
        var feed = TextLines.EndOf(text);
        var output = new StringBuilder(text.Length);
        string? path = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var raw = lines[i].Of(text);
            if (hits[i].Path is not { } of)
            {
                if (!raw.SequenceEqual("--"))
                {
                    path = null;
                }

                output.Append(raw);
            }
            else if (of == path)
            {
                output.Append(raw[hits[i].RestStart..]);
            }
            else if (HasMore(i, of))
            {
                path = of;
                output.Append(of).Append(feed).Append(raw[hits[i].RestStart..]);
            }
            else
            {
                path = null;
                output.Append(raw);
            }

            output.Append(lines[i].Break(text));
        }

        var grouped = output.ToString();
        return grouped.Length < text.Length && Ungroup(grouped) == text ? grouped : text;

        bool HasMore(int i, string of)
        {
            for (i++; i < lines.Count; i++)
            {
                if (hits[i].Path is { } next)
                {
                    return next == of;
                }

                if (!lines[i].Of(text).SequenceEqual("--"))
                {
                    return false;
                }
            }

            return false;
        }
    }

    /// <summary>The way back: a line before a hit without a path is the path.</summary>
    public static string Ungroup(string grouped)
    {
        var lines = TextLines.Of(grouped);
        var output = new StringBuilder(grouped.Length * 2);
        string? path = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var raw = lines[i].Of(grouped);
            var sign = HitSign(raw);
            if (sign == '\0')
            {
                if (i + 1 < lines.Count && HitSign(lines[i + 1].Of(grouped)) != '\0' && !raw.SequenceEqual("--"))
                {
                    path = raw.ToString();
                    continue;
                }

                output.Append(raw);
            }
            else
            {
                output.Append(path).Append(sign).Append(raw);
            }

            output.Append(lines[i].Break(grouped));
        }

        return output.ToString();
    }

    /// <summary>The sign of <c>12:text</c> or <c>12-text</c>, or 0.</summary>
    public static char HitSign(ReadOnlySpan<char> line) =>
        LineSignals.NumberThen(line, ':') > 0 ? ':' : LineSignals.NumberThen(line, '-') > 0 ? '-' : '\0';

    public static Hit[] Locate(string text, IReadOnlyList<TextLine> lines)
    {
        var found = new Hit[lines.Count];
        var paths = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            var raw = lines[i].Of(text);
            var length = LineSignals.SearchPathLength(raw);
            if (length > 0)
            {
                var path = raw[..length].ToString();
                paths.TryAdd(path, i);
                found[i] = new Hit(path, length + 1, ':');
            }
        }

        // Lines around a hit have the path of the hit above or below, with another sign.
        for (var i = 0; i < lines.Count; i++)
        {
            if (found[i].Path is null)
            {
                found[i] = Around(lines[i].Of(text), PathNear(i, -1)) ?? Around(lines[i].Of(text), PathNear(i, 1)) ?? default;
            }
        }

        return found;

        string? PathNear(int i, int step)
        {
            const int Furthest = 50;
            for (var n = 1; n <= Furthest && i + (n * step) is >= 0 and var at && at < found.Length; n++)
            {
                if (found[at].Path is { } path)
                {
                    return path;
                }
            }

            return null;
        }

        static Hit? Around(ReadOnlySpan<char> line, string? path) =>
            path is not null && line.StartsWith(path, StringComparison.Ordinal) && line.Length > path.Length && line[path.Length] == '-'
            && LineSignals.NumberThen(line[(path.Length + 1)..], '-') > 0 ? new Hit(path, path.Length + 1, '-') : null;
    }
}
