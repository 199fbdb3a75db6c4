namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a line is within a stack trace.</summary>
internal enum TraceLine
{
    Other,

    /// <summary>A frame of the program itself, or one of which nothing is known.</summary>
    OwnFrame,

    /// <summary>A frame of a library, a framework or the runtime.</summary>
    LibraryFrame,

    /// <summary>What belongs to the frame above it: its source line, its marker.</summary>
    FrameDetail,

    /// <summary>The message of a trace or of a cause in it.</summary>
    Head,
}

internal static class TraceSignals
{
    private static readonly string[] LibraryPaths =
        ["site-packages", "dist-packages", "/lib/python", "node_modules", "node:internal", "(internal/", "processTicksAndRejections", "/go/pkg/mod", "/usr/local/go/", "/usr/lib/", "/rustc/", "/.cargo/registry", "/gems/", "/vendor/"];

    private static readonly string[] LibraryPrefixes =
        ["java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.", "org.springframework", "org.apache", "org.hibernate", "org.postgresql", "com.zaxxer", "com.mysql", "kotlin.", "kotlinx.", "io.netty", "reactor.", "scala.",
         "org.junit", "org.eclipse", "org.gradle", "com.fasterxml", "okhttp3", "io.grpc", "akka.", "play.", "org.jboss", "io.undertow", "java.base/",
         "System.", "Microsoft.", "Npgsql.", "Newtonsoft.", "Xunit.", "NUnit.", "core::", "std::", "alloc::", "tokio::", "rust_begin_unwind", "__rust", "runtime."];

    public static TraceLine Of(ReadOnlySpan<char> line, TraceLine before)
    {
        var trimmed = line.TrimStart();
        var indented = trimmed.Length < line.Length;
        if (trimmed.IsEmpty)
        {
            return TraceLine.Other;
        }

        if (trimmed.StartsWith("at ", StringComparison.Ordinal) && indented)
        {
            return IsLibrary(trimmed[3..]) ? TraceLine.LibraryFrame : TraceLine.OwnFrame;
        }

        if (trimmed.StartsWith("File \"", StringComparison.Ordinal) && indented && trimmed.Contains("\", line ", StringComparison.Ordinal))
        {
            return IsLibrary(trimmed) ? TraceLine.LibraryFrame : TraceLine.OwnFrame;
        }

        if (trimmed.StartsWith("from ", StringComparison.Ordinal) && indented && trimmed.Contains(":in ", StringComparison.Ordinal))
        {
            return IsLibrary(trimmed) ? TraceLine.LibraryFrame : TraceLine.OwnFrame;
        }

        if (trimmed[0] == '#' && trimmed.Length > 3 && char.IsAsciiDigit(trimmed[1]) && (trimmed.Contains("(", StringComparison.Ordinal) || trimmed.Contains(" in ", StringComparison.Ordinal)))
        {
            return IsLibrary(trimmed) ? TraceLine.LibraryFrame : TraceLine.OwnFrame;
        }

        // Elision that the runtime wrote itself, and the text of a frame.
        if (trimmed.StartsWith("... ", StringComparison.Ordinal) && indented && trimmed.EndsWith("more", StringComparison.Ordinal))
        {
            return TraceLine.Head;
        }

        if (trimmed.StartsWith("Caused by:", StringComparison.Ordinal) || trimmed.StartsWith("Suppressed:", StringComparison.Ordinal) || trimmed.StartsWith("---> ", StringComparison.Ordinal)
            || trimmed.StartsWith("--- End of", StringComparison.Ordinal) || trimmed.StartsWith("Traceback (most", StringComparison.Ordinal) || trimmed.StartsWith("During handling", StringComparison.Ordinal)
            || trimmed.StartsWith("The above exception", StringComparison.Ordinal) || trimmed.StartsWith("goroutine ", StringComparison.Ordinal) || trimmed.StartsWith("panic: ", StringComparison.Ordinal)
            || trimmed.StartsWith("Unhandled exception", StringComparison.Ordinal) || (trimmed.StartsWith("thread '", StringComparison.Ordinal) && trimmed.Contains("panicked", StringComparison.Ordinal)))
        {
            return TraceLine.Head;
        }

        return indented && before is TraceLine.OwnFrame or TraceLine.LibraryFrame or TraceLine.FrameDetail && (line[0] is '\t' || line.StartsWith("    ", StringComparison.Ordinal)) ? TraceLine.FrameDetail : TraceLine.Other;
    }

    public static bool IsFrame(TraceLine line) => line is TraceLine.OwnFrame or TraceLine.LibraryFrame;

    private static bool IsLibrary(ReadOnlySpan<char> frame)
    {
        foreach (var path in LibraryPaths)
        {
            if (frame.Contains(path, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (var prefix in LibraryPrefixes)
        {
            if (frame.StartsWith(prefix, StringComparison.Ordinal))
            {
                // A .NET frame with a file is one of the program, whatever its name space is.
                return prefix is not ("System." or "Microsoft.") || !frame.Contains(") in ", StringComparison.Ordinal);
            }
        }

        return false;
    }
}
