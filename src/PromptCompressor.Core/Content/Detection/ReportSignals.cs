namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a line is in the report of a test runner or a build.</summary>
internal enum ReportLine
{
    Other,

    /// <summary>A test that passed, or the note that one begins.</summary>
    Passed,

    /// <summary>A test that failed.</summary>
    Failed,

    /// <summary>Counts and verdicts.</summary>
    Summary,

    /// <summary>A step of a build that went well: compiled, restored, downloaded.</summary>
    Progress,

    /// <summary>An error or a warning of a compiler or a linter.</summary>
    Diagnostic,
}

internal static class ReportSignals
{
    private static readonly WordStarts Progress =
        new("Compiling ", "Checking ", "Downloading ", "Downloaded ", "Restored ", "Restoring ", "Determining projects", "Installing ", "Fetching ", "Unpacking ", "Building ", "Linking ", "Copying ", "Collecting ",
         "Requirement already satisfied", "Using cached ", "Generating ", "Bundling ", "Processing ", "Selecting ", "Preparing ", "Setting up ", "Finished ", "Running ", "DONE ", "CACHED", "extracting sha256", "sha256:", "Get:", "Hit:", "Pulling ", "Extracting ", "Verifying ", "Adding ", "Scanning ");

    public static ReportLine Test(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        if (text.IsEmpty)
        {
            return ReportLine.Other;
        }

        // Rules of pytest's sections: only a line that is nothing but a title between equal signs.
        if (text.Length > 20 && text.StartsWith("====", StringComparison.Ordinal) && text.EndsWith("====", StringComparison.Ordinal))
        {
            return ReportLine.Summary;
        }

        switch (text[0])
        {
            case '✓' or '✔' or '√':
                return ReportLine.Passed;
            case '✗' or '✘' or '✕' or '×' or '●' or '❌':
                return ReportLine.Failed;
            case 'o' when text.StartsWith("ok ", StringComparison.Ordinal) || text.StartsWith("ok\t", StringComparison.Ordinal):
                return ReportLine.Passed;
            case 'n' when text.StartsWith("not ok ", StringComparison.Ordinal):
                return ReportLine.Failed;
            case 'P' when text.StartsWith("Passed ", StringComparison.Ordinal) && text[^1] == ']':
                return ReportLine.Passed;
            case 'P' when text.StartsWith("PASS ", StringComparison.Ordinal) || text.StartsWith("PASS\t", StringComparison.Ordinal):
                return ReportLine.Passed;
            case 'F' when text.StartsWith("Failed ", StringComparison.Ordinal) && text[^1] == ']':
                return ReportLine.Failed;
            case 'F' when text.StartsWith("FAIL ", StringComparison.Ordinal) || text.StartsWith("FAIL\t", StringComparison.Ordinal) || text.StartsWith("FAIL:", StringComparison.Ordinal):
                return ReportLine.Failed;
            case 'F' when text.StartsWith("FAILED ", StringComparison.Ordinal) && text.Contains("::", StringComparison.Ordinal):
                return ReportLine.Failed;
            case 'E' when text.StartsWith("ERROR ", StringComparison.Ordinal) && text.Contains("::", StringComparison.Ordinal):
                return ReportLine.Failed;
            case '=' when text.StartsWith("=== RUN", StringComparison.Ordinal) || text.StartsWith("=== PAUSE", StringComparison.Ordinal) || text.StartsWith("=== CONT", StringComparison.Ordinal):
                return ReportLine.Passed;
            case '-' when text.StartsWith("--- PASS:", StringComparison.Ordinal):
                return ReportLine.Passed;
            case '-' when text.StartsWith("--- FAIL:", StringComparison.Ordinal):
                return ReportLine.Failed;
            case '-' when text.StartsWith("--- SKIP:", StringComparison.Ordinal):
                return ReportLine.Summary;
            case 't' when text.StartsWith("test ", StringComparison.Ordinal) && text.EndsWith(" ... ok", StringComparison.Ordinal):
                return ReportLine.Passed;
            case 't' when text.StartsWith("test ", StringComparison.Ordinal) && text.EndsWith(" ... FAILED", StringComparison.Ordinal):
                return ReportLine.Failed;
            case 't' when text.StartsWith("test result:", StringComparison.Ordinal):
                return ReportLine.Summary;
            case '[' when text.StartsWith("[       OK ]", StringComparison.Ordinal) || text.StartsWith("[ RUN      ]", StringComparison.Ordinal) || text.StartsWith("[PASS]", StringComparison.Ordinal):
                return ReportLine.Passed;
            case '[' when text.StartsWith("[  FAILED  ]", StringComparison.Ordinal) || text.StartsWith("[FAIL]", StringComparison.Ordinal):
                return ReportLine.Failed;
        }

        if (text.EndsWith(" PASSED", StringComparison.Ordinal) || (text[^1] == ']' && text.LastIndexOf('[') is var open and > 0 && text[..open].TrimEnd().EndsWith(" PASSED", StringComparison.Ordinal))
            || (text.Contains(" Passed ", StringComparison.Ordinal) && text.EndsWith(" sec", StringComparison.Ordinal)))
        {
            return ReportLine.Passed;
        }

        if (text.EndsWith(" FAILED", StringComparison.Ordinal) || (text[^1] == ']' && text.Contains(" FAILED ", StringComparison.Ordinal)))
        {
            return ReportLine.Failed;
        }

        // Maven reports every class in the form of its summary.
        if (text.StartsWith("[INFO] Running ", StringComparison.Ordinal)
            || (text.Contains("Failures: 0, Errors: 0", StringComparison.Ordinal) && text.Contains("Time elapsed", StringComparison.Ordinal) && text.Contains(" in ", StringComparison.Ordinal)))
        {
            return ReportLine.Passed;
        }

        return IsTally(text) ? ReportLine.Summary : ReportLine.Other;
    }

    public static ReportLine Build(ReadOnlySpan<char> line)
    {
        var text = WithoutStep(line.Trim());
        if (text.IsEmpty)
        {
            return ReportLine.Other;
        }

        if (IsDiagnostic(text))
        {
            return ReportLine.Diagnostic;
        }

        if (text.StartsWith("Build FAILED", StringComparison.Ordinal) || text.StartsWith("Build succeeded", StringComparison.Ordinal) || text.StartsWith("BUILD ", StringComparison.Ordinal)
            || text.StartsWith("npm ERR!", StringComparison.Ordinal) || text.StartsWith("npm error", StringComparison.Ordinal) || text.StartsWith("ERROR: process ", StringComparison.Ordinal) || text.StartsWith("Time Elapsed", StringComparison.Ordinal)
            || text.StartsWith("make:", StringComparison.Ordinal) || text.StartsWith("make[", StringComparison.Ordinal) || text.EndsWith(" Error(s)", StringComparison.Ordinal) || text.EndsWith(" Warning(s)", StringComparison.Ordinal)
            || text.StartsWith("error: could not compile", StringComparison.Ordinal) || text.StartsWith("> Task :", StringComparison.Ordinal))
        {
            return ReportLine.Summary;
        }

        var step = text;
        if (step[0] is '[' or '(' && step.IndexOfAny(']', ')') is var close and > 2 and < 14 && char.IsAsciiDigit(step[close - 1]) | step[close - 1] == '%' && char.IsAsciiDigit(step[1]) | step[1] == ' ' && step[..close].ContainsAny('/', '%'))
        {
            step = step[(close + 1)..].TrimStart();
            if (step.Length > 3)
            {
                return ReportLine.Progress;
            }
        }

        return Progress.Begin(step) || text.Contains(" -> /", StringComparison.Ordinal) || (text.StartsWith("dist/", StringComparison.Ordinal) && text.Contains(" kB", StringComparison.Ordinal)) ? ReportLine.Progress : ReportLine.Other;
    }

    /// <summary>The name of a test, or of a class of tests, in a line that says no more than that it begins; empty in others.</summary>
    public static ReadOnlySpan<char> Announced(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        foreach (var start in (ReadOnlySpan<string>)["=== RUN ", "=== PAUSE ", "=== CONT ", "=== NAME ", "[ RUN      ] ", "[INFO] Running "])
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return text[start.Length..].Trim();
            }
        }

        return [];
    }

    /// <summary>Whether a line above an error says where it comes from.</summary>
    public static bool LeadsToDiagnostic(ReadOnlySpan<char> line) =>
        line.StartsWith("In file included from ", StringComparison.Ordinal) || line.TrimStart().StartsWith("from ", StringComparison.Ordinal) && line.TrimEnd() is [.., ':' or ',']
        || (line.TrimEnd() is [.., ':'] && (line.Contains(": In ", StringComparison.Ordinal) || line.EndsWith(": At global scope:", StringComparison.Ordinal)));

    /// <summary>Whether a line goes on with the error or the warning above it: it stands in, has the number and the bar of a source line, or is a note to it.</summary>
    public static bool BelongsToDiagnostic(ReadOnlySpan<char> line, ReportLine kind)
    {
        if (kind == ReportLine.Diagnostic)
        {
            return line.Contains(": note: ", StringComparison.Ordinal) || line.StartsWith("note: ", StringComparison.Ordinal);
        }

        if (kind != ReportLine.Other || line.IsWhiteSpace())
        {
            return false;
        }

        var bar = line.IndexOf('|');
        return line[0] is ' ' or '\t' || line.StartsWith("note: ", StringComparison.Ordinal) || (bar > 0 && line[..bar].TrimEnd() is { Length: > 0 } number && number.IndexOfAnyExceptInRange('0', '9') < 0);
    }

    /// <summary>A line of docker's plain progress without its step and its seconds.</summary>
    private static ReadOnlySpan<char> WithoutStep(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || text[0] != '#' || LineSignals.NumberThen(text[1..], ' ') is not (> 0 and var digits))
        {
            return text;
        }

        var rest = text[(digits + 2)..];
        var seconds = LineSignals.NumberThen(rest, '.');
        var blank = seconds > 0 ? LineSignals.NumberThen(rest[(seconds + 1)..], ' ') : 0;
        return blank > 0 ? rest[(seconds + blank + 2)..].TrimStart() : rest;
    }

    /// <summary><c>path(1,2): error CS0103:</c>, <c>path:1:2: error:</c>, <c>error[E0308]:</c>, <c>  12:5  error  message</c>.</summary>
    private static bool IsDiagnostic(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("error[E", StringComparison.Ordinal) || text.StartsWith("error: ", StringComparison.Ordinal) || text.StartsWith("warning: ", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var word in (ReadOnlySpan<string>)["error", "warning"])
        {
            var at = text.IndexOf(word, StringComparison.Ordinal);
            if (at > 2 && at < 300)
            {
                var before = text[..at].TrimEnd();
                if ((before[^1] == ':' && before.Length > 2 && before[^2] is ')' || before[^1] == ':' && char.IsAsciiDigit(before[^2]))
                    || (text[at - 1] == ' ' && before.Length < 12 && before.IndexOf(':') > 0 && before.IndexOfAnyExceptInRange('0', ':') < 0))
                {
                    return true;
                }
            }
        }

        // Go: path.go:23:12: message.
        var path = LineSignals.SearchPathLength(text);
        if (path > 0)
        {
            var rest = text[(path + 1)..];
            rest = rest[(LineSignals.NumberThen(rest, ':') + 1)..];
            var column = LineSignals.NumberThen(rest, ':');
            return column > 0 && rest.Length > column + 2 && rest[column + 1] == ' ';
        }

        return false;
    }

    /// <summary><c>Failed: 1, Passed: 79</c>, <c>Tests: 1 failed, 160 passed</c>, <c>1 failed, 119 passed in 12.31s</c>.</summary>
    private static bool IsTally(ReadOnlySpan<char> text)
    {
        var hits = 0;
        foreach (var word in (ReadOnlySpan<string>)["passed", "failed", "skipped", "Passed:", "Failed:", "Failures:", "Tests run:", "total", "Total:", "passing", "failing"])
        {
            hits += text.Contains(word, StringComparison.Ordinal) ? 1 : 0;
        }

        return hits > 1 && text.Length < 200 && text.IndexOfAnyInRange('0', '9') >= 0
            && (text.StartsWith("Tests", StringComparison.Ordinal) || text.StartsWith("Test", StringComparison.Ordinal) || text.StartsWith("Passed!", StringComparison.Ordinal) || text.StartsWith("Failed!", StringComparison.Ordinal)
                || char.IsAsciiDigit(text[0]) || text.StartsWith("Total", StringComparison.Ordinal) || text.StartsWith("[INFO] Tests run", StringComparison.Ordinal) || text.StartsWith("[ERROR] Tests run", StringComparison.Ordinal));
    }
}
