using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// A caller's own pattern. The engine reads each match in linear time, but a pattern such as <c>a[^b]*b|a</c> may read to the end
/// for every match; so matches are looked for in windows, and their number is bounded.
/// <para>
/// Counts inside a loop, as in <c>(a{0,500})*b</c>, cost the engine seconds for a kilobyte; <see cref="RegexRepeats"/> refuses only the worst.
/// For the others the clock decides, hundreds of times later than any usual pattern would need: the request fails, since half
/// protected text would differ from run to run.
/// </para>
/// </summary>
internal sealed class RegexRule : IProtectionRule
{
    public const int MaxPatternLength = 512;
    public const int MaxMatches = 50_000;

    /// <summary>A match up to this length is always found; a longer one may come in pieces.</summary>
    public const int MaxMatchLength = 2048;

    /// <summary>A usual pattern reads a window in under a millisecond.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly RegexTime _time;

    private RegexRule(Regex regex, RegexTime time) => (_regex, _time) = (regex, time);

    public string Name => "regex";

    /// <param name="pattern">The pattern as it stands between the slashes.</param>
    /// <param name="time">The time that the request's patterns may take.</param>
    /// <param name="rule">Null if the pattern is refused.</param>
    /// <param name="error">What is wrong with the pattern; goes on after its name.</param>
    public static bool TryCreate(string pattern, RegexTime time, [NotNullWhen(true)] out RegexRule? rule, [NotNullWhen(false)] out string? error)
    {
        (rule, error) = (null, null);
        if (pattern.Length is 0 or > MaxPatternLength)
        {
            error = $"must have 1 to {MaxPatternLength} characters between the slashes, but has {pattern.Length}";
            return false;
        }

        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            error = RegexRepeats.Check(pattern);
            rule = error is null ? new RegexRule(regex, time) : null;
            return rule is not null;
        }
        catch (RegexParseException exception)
        {
            error = $"is no valid regular expression: {exception.Error} at position {exception.Offset}";
        }
        catch (NotSupportedException)
        {
            error = "uses what the linear-time engine lacks: lookarounds, backreferences, atomic groups or very large repeat counts";
        }

        return false;
    }

    /// <exception cref="CompressionException">The pattern takes too long on this text, or matches too often.</exception>
    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        _time.AddText(text.Length);
        var matches = 0;
        var position = 0;
        try
        {
            while (position < text.Length)
            {
                var started = Stopwatch.GetTimestamp();
                position = FindInWindow(text, position, ref matches, found);
                if (matches > MaxMatches)
                {
                    throw new CompressionException(CompressionErrorKind.Invalid, $"protect: a regex matches more than {MaxMatches} times in one text.");
                }

                if (!_time.TrySpend(Stopwatch.GetElapsedTime(started)))
                {
                    throw TooSlow();
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooSlow();
        }
    }

    private static CompressionException TooSlow() =>
        new(CompressionErrorKind.Invalid, "protect: a regex takes too long on this text; nested counts and leading wildcards are costly.");

    /// <summary>Adds the matches that start in the first half of the window, or in all of the last one, and gives where the next window begins.</summary>
    private int FindInWindow(string text, int position, ref int matches, ICollection<ProtectedSpan> found)
    {
        // One character before the position stays in sight, for \b and ^.
        var window = Math.Max(0, position - 1);
        var end = Math.Min(text.Length, position + (2 * MaxMatchLength));
        var isLast = end == text.Length;
        var next = isLast ? end : position + MaxMatchLength;
        foreach (var match in _regex.EnumerateMatches(text.AsSpan(window, end - window), position - window))
        {
            var start = window + match.Index;
            if ((!isLast && start >= next) || matches > MaxMatches)
            {
                break;
            }

            matches++;
            if (match.Length > 0)
            {
                found.Add(new ProtectedSpan(new TextSpan(start, start + match.Length), ProtectionKind.Whole, Name));
                next = Math.Max(next, start + match.Length);
            }
        }

        return next;
    }
}
