using System.Collections.Frozen;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>How bad a line says things are.</summary>
internal enum Severity
{
    None,
    Warning,
    Failure,
}

/// <summary>
/// Finds lines that report a failure. A word counts only where it stands for itself: not inside an identifier, not
/// beside a zero (<c>0 failed</c>), not after "no", and not in a line that says that something passed.
/// </summary>
internal static class FailureWords
{
    private static readonly FrozenSet<string> Failures = FrozenSet.ToFrozenSet(
        [
            "error", "errors", "err", "fatal", "critical", "crit", "panic", "panicked", "exception", "traceback", "failed", "failure", "failures",
            "fail", "fails", "failing", "severe", "emerg", "alert", "abort", "aborted", "timeout", "timedout", "denied", "rejected", "unauthorized",
            "forbidden", "refused", "unreachable", "corrupt", "corrupted", "expired", "killed", "oomkilled", "deadlock", "segfault", "conflict",
            "unhealthy", "evicted", "crashed", "crash", "crashloopbackoff", "imagepullbackoff", "errimagepull", "oom", "cannot", "unable", "undefined",
            "elifecycle", "unhandled", "violation", "lost", "down", "dead", "exhausted", "terminated", "notready", "broken",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that stand in ordinary sentences too and so report a failure only as a level or a state, alone in a field.</summary>
    private static readonly FrozenSet<string> States = FrozenSet.ToFrozenSet(
        ["err", "fail", "crit", "alert", "emerg", "lost", "down", "dead", "oom", "undefined", "conflict", "broken", "expired", "terminated", "crash", "evicted", "killed", "exhausted", "corrupt", "cannot"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Warnings = FrozenSet.ToFrozenSet(["warn", "warning", "deprecated"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> None = FrozenSet.ToFrozenSet(
        ["no", "not", "without", "zero", "0", "null", "nil", "none", "false"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FailureLookup = Failures.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> StateLookup = States.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WarningLookup = Warnings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoneLookup = None.GetAlternateLookup<ReadOnlySpan<char>>();

    private const int ShortestPhrase = 8;

    private static readonly string[] Phrases = ["not found", "no such file", "out of memory", "timed out", "npm ERR!", "exit code", "exit status", "stack overflow"];

    public static Severity Of(ReadOnlySpan<char> line)
    {
        if (SaysPassed(line))
        {
            return Severity.None;
        }

        var found = HttpFailure(line) ? Severity.Failure : Severity.None;
        for (var at = 0; at < line.Length && found != Severity.Failure;)
        {
            if (!char.IsAsciiLetter(line[at]))
            {
                at++;
                continue;
            }

            var end = at + 1;
            while (end < line.Length && char.IsAsciiLetter(line[end]))
            {
                end++;
            }

            var word = line[at..end];
            if (word.Length is >= 3 and <= 17 && Stands(line, at, end) is var stands)
            {
                if (WarningLookup.Contains(word) && stands)
                {
                    found = Severity.Warning;
                }
                else if (FailureLookup.Contains(word) && (stands || IsExceptionName(line, at, end)) && !Denied(line, at, end)
                    && (!StateLookup.Contains(word) || IsField(line, at, end)))
                {
                    found = Severity.Failure;
                }
                else if (EndsInException(word) && !IsPathPart(line, end))
                {
                    found = Severity.Failure;
                }
            }

            at = end;
        }

        return found == Severity.Failure ? found : HasPhrase(line) ? Severity.Failure : found;
    }

    /// <summary>A whole value (of a cell or a member) that names a bad state.</summary>
    public static bool IsBadState(ReadOnlySpan<char> value) => FailureLookup.Contains(value.Trim());

    private static bool SaysPassed(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        if (trimmed.IsEmpty)
        {
            return true;
        }

        return trimmed[0] is '✓' or '✔' or '√' || trimmed.EndsWith(" ... ok", StringComparison.Ordinal) || trimmed.EndsWith(" PASSED", StringComparison.Ordinal)
            || trimmed.StartsWith("Passed ", StringComparison.Ordinal) || trimmed.StartsWith("ok ", StringComparison.Ordinal)
            || trimmed.StartsWith("--- PASS", StringComparison.Ordinal) || (trimmed.Contains(" PASSED [", StringComparison.Ordinal) && trimmed[^1] == ']');
    }

    private static bool Stands(ReadOnlySpan<char> line, int at, int end)
    {
        var before = at > 0 ? line[at - 1] : ' ';
        var after = end < line.Length ? line[end] : ' ';
        if (before == '_' || after == '_' || char.IsAsciiDigit(before) || char.IsAsciiDigit(after))
        {
            return false;
        }

        // Parts of names: --fail-fast, errors/index.ts, error.log, no-error, errors.go:12.
        if (before is '-' or '/' or '\\' or '.' || after is '/' or '\\' || (before == '=' && after == '.'))
        {
            return after is ':' && before is not ('-' or '/' or '\\');
        }

        return after switch
        {
            '-' => false,
            '.' => end + 1 >= line.Length || !char.IsAsciiLetter(line[end + 1]),
            '(' => false,
            _ => true,
        };
    }

    /// <summary><c>java.lang.Error:</c> and <c>KeyError</c> name what was thrown.</summary>
    private static bool IsExceptionName(ReadOnlySpan<char> line, int at, int end) =>
        at > 0 && line[at - 1] == '.' && end < line.Length && line[end] == ':';

    private static bool EndsInException(ReadOnlySpan<char> word) =>
        word.Length > 6 && char.IsAsciiLetterUpper(word[0])
        && (word.EndsWith("Error", StringComparison.Ordinal) || word.EndsWith("Exception", StringComparison.Ordinal));

    private static bool IsPathPart(ReadOnlySpan<char> line, int end) => end < line.Length && line[end] is '.' or '/' or '\\' or '_' or '<';

    private static bool IsField(ReadOnlySpan<char> line, int at, int end)
    {
        var before = at > 0 ? line[at - 1] : '\0';
        var after = end < line.Length ? line[end] : '\0';
        var word = line[at..end];
        var isUpper = word.IndexOfAnyInRange('a', 'z') < 0;
        return (isUpper || before is '[' or '"' or '=' or '|' or ',' or '\0' || after is ']' or ':' or '|' or '\0') && before is not '"' | after == '"';
    }

    private static bool Denied(ReadOnlySpan<char> line, int at, int end)
    {
        var before = WordBefore(line, at);
        if (NoneLookup.Contains(before))
        {
            return true;
        }

        var rest = end;
        while (rest < line.Length && line[rest] is ' ' or ':' or '=' or '"' or '\t')
        {
            rest++;
        }

        var stop = rest;
        while (stop < line.Length && (char.IsAsciiLetterOrDigit(line[stop]) || line[stop] is '<' or '>'))
        {
            stop++;
        }

        if (rest == end)
        {
            return false;
        }

        // A setting, not an event: timeout=30s.
        if (line[at..end].Equals("timeout", StringComparison.OrdinalIgnoreCase) && line[end..rest].ContainsAny('=', ':') && rest < line.Length && char.IsAsciiDigit(line[rest]))
        {
            return true;
        }

        var after = line[rest..stop].Trim("<>");
        return (after is "0" && !(stop < line.Length && line[stop] is '.' or 'x')) || (line[end..rest].ContainsAny('=', ':') && (after is "null" or "nil" or "none" or "false" or "None" or "False"));
    }

    private static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> line, int at)
    {
        var end = at;
        while (end > 0 && line[end - 1] is ' ' or '\t')
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsAsciiLetterOrDigit(line[start - 1]))
        {
            start--;
        }

        return end == at ? [] : line[start..end];
    }

    private static bool HasPhrase(ReadOnlySpan<char> line)
    {
        // Every phrase has a blank; most cells of a table have none.
        if (line.Length < ShortestPhrase || !line.Contains(' '))
        {
            return false;
        }

        foreach (var phrase in Phrases)
        {
            var at = line.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }

            if (phrase.StartsWith("exit", StringComparison.Ordinal))
            {
                var rest = line[(at + phrase.Length)..].TrimStart(" :=");
                if (rest.IsEmpty || rest[0] == '0' || !char.IsAsciiDigit(rest[0]))
                {
                    continue;
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>A status of 400 or more behind the request of an access log.</summary>
    private static bool HttpFailure(ReadOnlySpan<char> line)
    {
        var at = line.IndexOf(" HTTP/", StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var quote = line[at..].IndexOf("\" ", StringComparison.Ordinal);
        var rest = quote < 0 ? [] : line[(at + quote + 2)..];
        return rest.Length >= 3 && rest[0] is '4' or '5' && char.IsAsciiDigit(rest[1]) && char.IsAsciiDigit(rest[2]) && (rest.Length == 3 || rest[3] == ' ');
    }
}
