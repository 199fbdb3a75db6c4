namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a single line looks like, by its first few hundred characters.</summary>
internal static class LineSignals
{
    private static readonly string[] Levels =
        ["TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "SEVERE", "CRIT", "ERR", "DBG", "INF", "WRN", "FTL", "VRB", "PANIC", "EMERG", "ALERT", "FINE", "VERBOSE"];

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Whether a record of a log begins here: a time, a level, the prefix of syslog, klog or an access log.</summary>
    public static bool StartsLogRecord(ReadOnlySpan<char> line)
    {
        if (line.Length < 6)
        {
            return false;
        }

        var at = 0;
        if (line[0] is '[' or '(' or '<' or '"')
        {
            at = 1;
        }

        var rest = line[at..];
        if (at > 0 && IsUptime(rest))
        {
            return true;
        }

        var time = TimeLength(rest);
        if (time > 0)
        {
            return time == rest.Length || rest[time] is ' ' or ']' or ')' or '|' or ':' or '>' or '\t' or '"' or '-';
        }

        return LevelLength(rest) is var level and > 0 && (level == rest.Length || rest[level] is ' ' or ':' or ']' or '\t' or '[' or '|' or '-')
            && (at > 0 || rest[level..] is not [' ', 'C', 'S', ..])
            || IsAccessLog(line) || LogPrefixes.Begins(line);
    }

    /// <summary>The level a log line names among its first words, or an empty range.</summary>
    public static ReadOnlySpan<char> LevelOf(ReadOnlySpan<char> line)
    {
        if (LogPrefixes.LevelOf(line) is { IsEmpty: false } level)
        {
            return level;
        }

        var end = Math.Min(line.Length, 160);
        for (var at = 0; at < end;)
        {
            if (!char.IsAsciiLetter(line[at]))
            {
                at++;
                continue;
            }

            var stop = at + 1;
            while (stop < line.Length && char.IsAsciiLetter(line[stop]))
            {
                stop++;
            }

            var before = at > 0 ? line[at - 1] : ' ';
            var after = stop < line.Length ? line[stop] : ' ';
            if (before is ' ' or '[' or '<' or '(' or '|' or '=' or '"' or '\t' or ':' or '.' && after is ' ' or ']' or '>' or ')' or '|' or ':' or '"' or '\t' or '/' or ',')
            {
                foreach (var word in Levels)
                {
                    if (line[at..stop].Equals(word, before is '[' or '=' or '"' or '<' or '.' || at == 0 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                    {
                        return word;
                    }
                }
            }

            at = stop;
        }

        return [];
    }

    /// <summary>The length of a date with a time, a time, or a number of seconds, at the beginning; 0 if there is none.</summary>
    public static int TimeLength(ReadOnlySpan<char> line)
    {
        if (line.Length > 20 && line[3] == ' ' && IsMonth(line[4..]) && Array.IndexOf(Days, line[..3].ToString()) >= 0)
        {
            return TimeLength(line[4..]) is > 0 and var length ? length + 4 : 0;
        }

        var at = 0;
        if (Digits(line, 4) && line.Length > 10 && line[4] is '-' or '/' or '.' && Digits(line[5..], 2) && line[7] == line[4] && Digits(line[8..], 2))
        {
            at = 10;
        }
        else if (Digits(line, 2) && line.Length > 8 && line[2] is '/' or '-' or '.' && line[5..] is ['/' or '-' or '.', ..] && Digits(line[3..], 2) && Digits(line[6..], 2))
        {
            at = Digits(line[6..], 4) ? 10 : 8;
        }
        else if (Digits(line, 2) && line.Length > 11 && line[2] == '/' && IsMonth(line[3..]))
        {
            at = 11;
        }
        else if (line.Length > 6 && IsMonth(line) && line[3] == ' ' && (char.IsAsciiDigit(line[4]) || line[4] == ' ') && char.IsAsciiDigit(line[5]))
        {
            at = 6;
        }
        else if (Digits(line, 2) && line.Length > 13 && line[2] == '-' && Digits(line[3..], 2) && line[5] == ' ' && line[8] == ':' && line[11] == ':')
        {
            at = 5;
        }

        if (at > 0 && (at >= line.Length || line[at] is not ('T' or ' ' or ':' or '_')))
        {
            return 0;
        }

        var clock = at > 0 ? line[(at + 1)..] : line;
        if (!Digits(clock, 2) || clock.Length < 5 || clock[2] != ':' || !Digits(clock[3..], 2))
        {
            return 0;
        }

        var end = 5;
        while (end < clock.Length && (char.IsAsciiDigit(clock[end]) || (clock[end] is ':' or '.' or ',' && end + 1 < clock.Length && char.IsAsciiDigit(clock[end + 1]))))
        {
            end++;
        }

        if (at == 0 && end < 8)
        {
            return 0;
        }

        if (end < clock.Length && clock[end] == 'Z')
        {
            end++;
        }
        else if (end + 4 < clock.Length && clock[end] is '+' or '-' && Digits(clock[(end + 1)..], 2))
        {
            end++;
            while (end < clock.Length && (char.IsAsciiDigit(clock[end]) || clock[end] == ':'))
            {
                end++;
            }
        }

        return end + (at > 0 ? at + 1 : 0);
    }

    /// <summary><c>path:12:text</c> or, around hits, <c>path-12-text</c>: where the path ends, or 0.</summary>
    public static int SearchPathLength(ReadOnlySpan<char> line)
    {
        for (var from = line.Length > 2 && line[1] == ':' && char.IsAsciiLetter(line[0]) ? 2 : 0; from < Math.Min(line.Length, 300);)
        {
            var colon = line[from..].IndexOf(':');
            if (colon < 0)
            {
                return 0;
            }

            var at = from + colon;
            if (at > 0 && NumberThen(line[(at + 1)..], ':') > 0)
            {
                return IsPath(line[..at]) ? at : 0;
            }

            from = at + 1;
        }

        return 0;
    }

    /// <summary>Whether a text can be a path: no time, and a folder or an extension.</summary>
    public static bool IsPath(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 300 || text[0] is ' ' or '\t' or '[' or '"' or '{' || text.Contains("://", StringComparison.Ordinal) || text.IndexOfAnyExceptInRange('0', ':') < 0)
        {
            return false;
        }

        var last = text[(text.LastIndexOfAny('/', '\\') + 1)..];
        var dot = last.LastIndexOf('.');
        var extension = dot >= 0 && last.Length - dot is > 1 and < 12 && !last[(dot + 1)..].Contains(' ');
        var folder = last.Length < text.Length;
        if (!extension && !folder)
        {
            return last is "Makefile" or "Dockerfile" or "LICENSE" or "README" or "Jenkinsfile";
        }

        // Words with blanks between them are a sentence, unless it ends as files do.
        return !text.Contains(' ') || (extension && folder && TimeLength(text) == 0);
    }

    /// <summary>The length of a number that a character follows; 0 otherwise.</summary>
    public static int NumberThen(ReadOnlySpan<char> text, char then)
    {
        var end = 0;
        while (end < text.Length && end < 9 && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > 0 && end < text.Length && text[end] == then ? end : 0;
    }

    /// <summary>Whether a line begins with a time of day, as entries of a timeline do: <c>18:20 The pools fill up.</c></summary>
    public static bool IsClock(ReadOnlySpan<char> line) =>
        line.Length > 5 && Digits(line, 2) && line[2] == ':' && Digits(line[3..], 2) && line[5] == ' ' && line[0] <= '2' && line[3] <= '5';

    /// <summary>The number that a file reader put before a line, with its blanks and its sign; 0 if there is none.</summary>
    public static int ReaderNumberLength(ReadOnlySpan<char> line, out int number)
    {
        var at = 0;
        number = 0;
        while (at < line.Length && line[at] == ' ')
        {
            at++;
        }

        var digits = at;
        while (at < line.Length && at - digits < 8 && char.IsAsciiDigit(line[at]))
        {
            number = (number * 10) + (line[at] - '0');
            at++;
        }

        return at > digits && at < line.Length && line[at] is '\t' or '→' ? at + 1 : 0;
    }

    /// <summary>Seconds since the start, behind a bracket, as a kernel writes them: <c>    0.241769] </c>.</summary>
    private static bool IsUptime(ReadOnlySpan<char> line)
    {
        var seconds = line.TrimStart(' ');
        var digits = NumberThen(seconds, '.');
        return digits > 0 && seconds.Length > digits + 8 && Digits(seconds[(digits + 1)..], 6) && seconds[digits + 7] == ']';
    }

    private static bool IsAccessLog(ReadOnlySpan<char> line)
    {
        var dash = line.IndexOf(" - ", StringComparison.Ordinal);
        return dash is > 2 and < 60 && line[dash..] is var rest && rest.IndexOf('[') is var open and > 0 and < 60 && TimeLength(rest[(open + 1)..]) > 0;
    }

    private static int LevelLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && end < 9 && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        if (end < 3)
        {
            return 0;
        }

        foreach (var level in Levels)
        {
            if (text[..end].Equals(level, StringComparison.Ordinal))
            {
                return end;
            }
        }

        // Microsoft.Extensions.Logging writes its levels small and with a colon, as others do. Compilers write "error:" and "warning:".
        return end < text.Length && text[end] == ':' && text[..end] is "info" or "warn" or "fail" or "crit" or "dbug" or "trce" or "debug" or "trace" or "notice" or "verbose" ? end : 0;
    }

    private static bool IsMonth(ReadOnlySpan<char> text)
    {
        foreach (var month in Months)
        {
            if (text.StartsWith(month, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Digits(ReadOnlySpan<char> text, int count) => text.Length >= count && text[..count].IndexOfAnyExceptInRange('0', '9') < 0;
}
