using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace PromptCompressor.Server.Hosting;

/// <summary>
/// The simple formatter on a diet: no character that ends a line, moves a terminal's cursor or turns the direction of text gets through, so that
/// a client that chooses a path or a header cannot write records of its own.
/// </summary>
/// <param name="services">Knows the simple formatter; a formatter cannot ask for the others when it is made.</param>
internal sealed class LineFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    // Controls, C1 too; line and paragraph separators; marks of direction.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(c => char.IsControl(c) || c is >= '\u200e' and <= '\u200f' or >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069')]);

    private readonly Lazy<ConsoleFormatter> _simple = new(() => services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // The program says it in one sentence as it ends; the host would add its stack.
        if (logEntry.Exception is IOException { InnerException: AddressInUseException })
        {
            return;
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var text = Escape(logEntry.Exception is { } exception ? $"{message} {exception}" : message);
        _simple.Value.Write(
            new LogEntry<string>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, text, null, static (state, _) => state), scopeProvider, textWriter);
    }

    internal static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            // Stack traces have many lines, and are read.
            _ = c == '\n' ? escaped.Append(' ')
                : Unsafe.Contains(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
