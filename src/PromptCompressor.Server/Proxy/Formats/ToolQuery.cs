using System.Text.Json;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>What a call of a tool asks for, as far as its arguments say it in words: results then keep what answers it.</summary>
internal static class ToolQuery
{
    /// <summary>A longer argument is something that is handed over, not something that is looked for.</summary>
    private const int LongestArgument = 500;

    private const int MaxDepth = 8;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "query", "queries", "q", "search", "search_term", "pattern", "regex", "filter", "term", "terms", "keyword", "keywords", "symbol", "sql", "jql", "question", "prompt", "name", "id",
    };

    private static readonly HashSet<string> Commands = new(StringComparer.OrdinalIgnoreCase) { "command", "cmd", "script", "commands" };

    private static readonly HashSet<string> Searches = new(StringComparer.OrdinalIgnoreCase) { "grep", "egrep", "fgrep", "rg", "ag", "ack", "findstr", "select-string", "sls" };

    /// <param name="arguments">An object, or a string that holds one.</param>
    /// <returns>Null if nothing is asked for.</returns>
    public static string? Of(JsonElement arguments)
    {
        var found = new List<string>();
        if (arguments.ValueKind == JsonValueKind.String && JsonText.TryRead(arguments, out var text))
        {
            ReadText(text, found);
        }
        else
        {
            Read(arguments, found);
        }

        return found.Count == 0 ? null : string.Join(' ', found);
    }

    private static void ReadText(string text, List<string> found)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            Read(document.RootElement, found);
        }
        catch (JsonException)
        {
            // Arguments that are no JSON name nothing.
        }
    }

    private static void Read(JsonElement arguments, List<string> found)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var argument in arguments.EnumerateObject())
        {
            if (Names.Contains(argument.Name))
            {
                found.AddRange(TextsOf(argument.Value));
            }
            else if (Commands.Contains(argument.Name))
            {
                found.AddRange(PatternsOf(string.Join(' ', TextsOf(argument.Value))));
            }
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when JsonText.TryRead(value, out var text) && text.Length <= LongestArgument => [text],
        JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).SelectMany(TextsOf),
        _ => [],
    };

    /// <summary>What the searches of a command line look for: the first word behind each that is no option.</summary>
    private static IEnumerable<string> PatternsOf(string command)
    {
        var words = WordsOf(command);
        for (var i = 0; i < words.Count; i++)
        {
            if (Searches.Contains(words[i]) && words.Skip(i + 1).FirstOrDefault(word => !word.StartsWith('-')) is { } pattern)
            {
                yield return pattern;
            }
        }
    }

    private static List<string> WordsOf(string command)
    {
        var words = new List<string>();
        for (var at = 0; at < command.Length;)
        {
            if (char.IsWhiteSpace(command[at]))
            {
                at++;
                continue;
            }

            var quote = command[at] is '"' or '\'' ? command[at] : ' ';
            var start = quote == ' ' ? at : at + 1;
            var end = command.IndexOf(quote, start);
            end = end < 0 ? command.Length : end;
            words.Add(command[start..end]);
            at = end + 1;
        }

        return words;
    }
}

/// <param name="Call">The id of the call; null for what is no result, or does not name its call.</param>
/// <param name="IsError">Whether the call failed.</param>
/// <param name="Tool">The name of the tool, where the result itself tells it.</param>
internal readonly record struct ToolResult(string? Call, bool IsError, string? Tool = null);
