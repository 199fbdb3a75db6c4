using System.Buffers;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>How lines of logs begin that have no time in front: levels of one letter, levels in brackets, members with a level among them.</summary>
internal static class LogPrefixes
{
    private static readonly string[] Levels = ["trace", "debug", "info", "notice", "warn", "warning", "error", "err", "fatal", "critical", "crit", "severe", "verbose", "panic", "alert", "emerg"];
    private static readonly string[] LevelKeys = ["level=", "lvl=", "severity=", "loglevel="];
    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    private static readonly WordStarts Npm = new("npm WARN ", "npm warn ", "npm http ", "npm verb ", "npm info ", "npm sill ", "npm timing ", "npm notice ");

    public static bool Begins(ReadOnlySpan<char> line) => IsBracketed(line) || IsWithDash(line) || IsStructured(line) || IsOfNpm(line) || !LevelOf(line).IsEmpty;

    /// <summary>The level that a letter stands for; empty where a line has none of the forms: klog, Jupyter, Ruby, Android.</summary>
    public static ReadOnlySpan<char> LevelOf(ReadOnlySpan<char> line)
    {
        if (line.Length < 8)
        {
            return [];
        }

        var letter = IsKlog(line) || IsOfRuby(line) || IsBrief(line) ? line[0] : IsOfTornado(line) ? line[1] : LetterBehindTime(line);
        return letter switch { 'V' or 'T' => "TRACE", 'D' => "DEBUG", 'I' => "INFO", 'W' => "WARN", 'E' => "ERROR", 'C' or 'F' or 'A' => "FATAL", _ => [] };
    }

    /// <summary><c>[error] /src/A.scala:12:5: type mismatch</c>: what a compiler says, line by line, and each line counts.</summary>
    public static bool IsPlaced(ReadOnlySpan<char> line) =>
        (line.StartsWith("[error] ", StringComparison.Ordinal) || line.StartsWith("[warn] ", StringComparison.Ordinal)) && LineSignals.SearchPathLength(line[(line.IndexOf(' ') + 1)..]) > 0;

    private static bool IsKlog(ReadOnlySpan<char> line) =>
        line.Length > 20 && line[0] is 'I' or 'W' or 'E' or 'F' && AreDigits(line[1..5]) && line[5] == ' ' && AreDigits(line[6..8]) && line[8] == ':';

    /// <summary><c>[warn] slow mirror</c>, in small letters too.</summary>
    private static bool IsBracketed(ReadOnlySpan<char> line)
    {
        var close = line is ['[', ..] ? line.IndexOf(']') : -1;
        return close is > 2 and < 12 && close + 2 < line.Length && line[close + 1] is ' ' or ':' or '\t' && IsLevel(line[1..close].Trim());
    }

    /// <summary><c>info  - ready</c>.</summary>
    private static bool IsWithDash(ReadOnlySpan<char> line)
    {
        var blank = line.IndexOf(' ');
        return blank is > 2 and < 9 && line[blank..].TrimStart(' ').StartsWith("- ", StringComparison.Ordinal) && line[..blank] is "info" or "warn" or "error" or "debug" or "trace" or "wait";
    }

    /// <summary><c>level=info msg=...</c>, <c>ts=... level=...</c>, <c>at=info method=GET</c>: members from the first word on, the level among them.</summary>
    private static bool IsStructured(ReadOnlySpan<char> line)
    {
        var sign = line.IndexOf('=');
        if (sign is < 2 or > 20 || line[..sign].ContainsAnyExcept(Names))
        {
            return false;
        }

        if (line.StartsWith("time=", StringComparison.Ordinal) || line.StartsWith("ts=", StringComparison.Ordinal) || (line.StartsWith("at=", StringComparison.Ordinal) && IsLevel(FirstWord(line[3..]))))
        {
            return true;
        }

        foreach (var key in LevelKeys)
        {
            var at = line.IndexOf(key, StringComparison.Ordinal);
            if (at >= 0 && (at == 0 || line[at - 1] == ' ') && IsLevel(FirstWord(line[(at + key.Length)..]).Trim('"')))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfNpm(ReadOnlySpan<char> line) => line.StartsWith("npm ", StringComparison.Ordinal) && Npm.Begin(line);

    /// <summary><c>I, [2031-04-17T03:00:00.123456 #4711]  INFO -- : ready</c>.</summary>
    private static bool IsOfRuby(ReadOnlySpan<char> line) => line is [_, ',', ' ', '[', ..] && LineSignals.TimeLength(line[4..]) > 0;

    /// <summary><c>D/Cache(  123): trimmed</c>.</summary>
    private static bool IsBrief(ReadOnlySpan<char> line)
    {
        const int LongestTag = 60;
        if (line[0] is not ('V' or 'D' or 'I' or 'W' or 'E' or 'F' or 'A') || line[1] != '/')
        {
            return false;
        }

        var colon = line[..Math.Min(line.Length, LongestTag)].IndexOf(": ", StringComparison.Ordinal);
        return colon > 3 && line[colon - 1] == ')' && line[..colon].LastIndexOf('(') is > 3 and var open && line[(open + 1)..(colon - 1)].Trim() is { Length: > 0 } number && AreDigits(number);
    }

    /// <summary><c>[I 2031-04-17 03:00:00.123 ServerApp] ready</c>.</summary>
    private static bool IsOfTornado(ReadOnlySpan<char> line) => line is ['[', 'I' or 'W' or 'E' or 'D' or 'C', ' ', ..] && LineSignals.TimeLength(line[3..]) > 0;

    /// <summary><c>04-17 03:00:00.123  1234  1250 W Cache: full</c>: the letter, or a blank.</summary>
    private static char LetterBehindTime(ReadOnlySpan<char> line)
    {
        var time = LineSignals.TimeLength(line);
        var rest = line[time..].TrimStart(' ');
        for (var numbers = 0; time > 0 && numbers < 2; numbers++)
        {
            var digits = LineSignals.NumberThen(rest, ' ');
            rest = digits == 0 ? [] : rest[digits..].TrimStart(' ');
        }

        return time > 0 && rest is ['V' or 'D' or 'I' or 'W' or 'E' or 'F' or 'A', ' ', ..] ? rest[0] : ' ';
    }

    private static bool IsLevel(ReadOnlySpan<char> word)
    {
        foreach (var level in Levels)
        {
            if (word.Equals(level, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text) => text.IndexOf(' ') is >= 0 and var blank ? text[..blank] : text;

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
