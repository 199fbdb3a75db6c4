using System.Globalization;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Originals;

/// <summary>Which part of an original is asked for.</summary>
internal sealed record OriginalQuery
{
    public const int DefaultCharacters = 20_000;
    public const int MostCharacters = 1_000_000;
    public const int MostSearched = 1_000;

    private const int MostMatches = 200;
    private const int LongestMatch = 400;

    public required string Hash { get; init; }

    /// <summary>The first line, from 1.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>The last line; null for the end.</summary>
    public int? LastLine { get; init; }

    /// <summary>Only lines that hold this, in any case; null for all.</summary>
    public string? Search { get; init; }

    /// <summary>Size of the answer's text at most, in UTF-16 units.</summary>
    public int MaxCharacters { get; init; } = DefaultCharacters;

    /// <exception cref="InvalidRequestException">A value is out of range.</exception>
    public void Check()
    {
        var errors = new FieldErrors();
        Expect(OriginalHash.IsOne(Hash), "hash", $"must be {OriginalHash.Length} hexadecimal digits in lower case, as marks carry it.");
        Expect(FirstLine >= 1, "first_line", "must be at least 1.");
        Expect(LastLine is null || LastLine >= FirstLine, "last_line", "must not be before first_line.");
        Expect(Search is null or { Length: > 0 and <= MostSearched }, "search", string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MostSearched} characters."));
        Expect(MaxCharacters is >= 1 and <= MostCharacters, "max_characters", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostCharacters}."));
        errors.ThrowIfAny();

        void Expect(bool isRight, string field, string message)
        {
            if (!isRight)
            {
                errors.Add(field, message);
            }
        }
    }

    public OriginalResponse Read(RetrievedOriginal found)
    {
        var lines = found.Original.Text.Split('\n');
        var (first, end) = (Math.Min(FirstLine - 1, lines.Length), Math.Min(LastLine ?? lines.Length, lines.Length));
        var read = Search is null ? Lines(lines, first, end) : Matches(lines, first, end, Search);
        return read with { Hash = Hash, OriginalTokens = found.Original.Tokens, Lines = lines.Length, RetrievalCount = found.Retrievals };
    }

    private OriginalResponse Lines(string[] lines, int first, int end)
    {
        var (at, length) = (first, 0);
        while (at < end && length + lines[at].Length + (at > first ? 1 : 0) <= MaxCharacters)
        {
            length += lines[at].Length + (at > first ? 1 : 0);
            at++;
        }

        if (at > first || at == end)
        {
            return Empty with { OriginalContent = string.Join('\n', lines[first..at]), NextLine = at < end ? at + 1 : null, Truncated = at < end };
        }

        // Not even one line has room.
        return Empty with { OriginalContent = Cut(lines[at], 0, MaxCharacters), NextLine = at + 1 < end ? at + 2 : null, Truncated = true, EndsWithinLine = true };
    }

    private OriginalResponse Matches(string[] lines, int first, int end, string search)
    {
        var matches = new List<OriginalMatch>();
        var length = 0;
        for (var at = first; at < end; at++)
        {
            var place = lines[at].IndexOf(search, StringComparison.OrdinalIgnoreCase);
            if (place < 0)
            {
                continue;
            }

            var most = Math.Min(LongestMatch, MaxCharacters);
            var text = Cut(lines[at], Math.Max(0, Math.Min(place - ((most - search.Length) / 2), lines[at].Length - most)), most);
            if (matches.Count == MostMatches || length + text.Length > MaxCharacters)
            {
                return Empty with { Matches = matches, NextLine = at + 1, Truncated = true };
            }

            length += text.Length;
            matches.Add(new OriginalMatch { Line = at + 1, Text = text });
        }

        return Empty with { Matches = matches };
    }

    private static OriginalResponse Empty { get; } = new() { Hash = "", OriginalTokens = 0, Lines = 0, NextLine = null, Truncated = false, RetrievalCount = 0 };

    /// <summary>A part of a line that cuts no pair of surrogates.</summary>
    private static string Cut(string line, int start, int length)
    {
        start += start > 0 && start < line.Length && char.IsLowSurrogate(line[start]) ? 1 : 0;
        var end = Math.Min(start + length, line.Length);
        return line[start..(end < line.Length && end > start && char.IsLowSurrogate(line[end]) ? end - 1 : end)];
    }
}
