using System.Globalization;

namespace PromptCompressor.Core.Text;

/// <summary>
/// Reads LLMLingua's tags: <c>&lt;llmlingua, rate=0.4&gt;...&lt;/llmlingua&gt;</c> sets the rate of what it encloses, and
/// <c>compress=False</c> keeps it whole, whatever the rate.
/// </summary>
public static class LlmlinguaTags
{
    /// <summary>The rule of a tag itself, which is never in the output.</summary>
    public const string TagRule = "llmlingua";

    /// <summary>The rule of what a tag keeps whole.</summary>
    public const string WholeRule = "compress=False";

    private const string Opening = "<llmlingua";
    private const string Closing = "</llmlingua";

    /// <summary>Reads the parts of a text: all of it but the tags, in order, none empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">Null if there is no tag, or it fails.</param>
    /// <returns>What is wrong, to go on after the name of the text; null if nothing is.</returns>
    public static string? Read(string text, out IReadOnlyList<TextPart>? parts)
    {
        parts = null;
        var found = new List<TextPart>();
        var open = -1;
        double? rate = null;
        var start = 0;
        for (var at = Next(text, 0); at >= 0; at = Next(text, start))
        {
            if (at > start)
            {
                found.Add(new TextPart(new TextSpan(start, at), rate));
            }

            var end = text.IndexOf('>', at);
            if (end < 0)
            {
                return $"has at {at} a tag without its '>'.";
            }

            start = end + 1;
            if (text[at + 1] == '/')
            {
                if (open < 0 || !text.AsSpan(at + Closing.Length, end - at - Closing.Length).IsWhiteSpace())
                {
                    return open < 0 ? $"has at {at} a </llmlingua> that closes nothing." : $"has at {at} a closing tag that is not </llmlingua>.";
                }

                (open, rate) = (-1, null);
                continue;
            }

            if (open >= 0)
            {
                return $"has at {at} a tag inside the one at {open}: tags cannot be nested.";
            }

            if (ReadAttributes(text.AsSpan(at + Opening.Length, end - at - Opening.Length), out rate) is { } error)
            {
                return $"has at {at} a tag {error}";
            }

            open = at;
        }

        if (open >= 0)
        {
            return $"has at {open} a tag without its </llmlingua>.";
        }

        if (start > 0)
        {
            if (start < text.Length)
            {
                found.Add(new TextPart(new TextSpan(start, text.Length), null));
            }

            parts = found;
        }

        return null;
    }

    /// <summary>Where the next tag begins; <c>&lt;llmlingua-2&gt;</c> and the like are text.</summary>
    private static int Next(string text, int start)
    {
        for (var at = text.IndexOf('<', start); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var rest = text.AsSpan(at);
            var length = rest.StartsWith(Opening, StringComparison.OrdinalIgnoreCase) ? Opening.Length
                : rest.StartsWith(Closing, StringComparison.OrdinalIgnoreCase) ? Closing.Length
                : 0;
            if (length > 0 && (rest.Length == length || rest[length] is ',' or '>' || char.IsWhiteSpace(rest[length])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <param name="attributes">The attributes as in <c>, rate=0.4, compress=True</c>.</param>
    /// <param name="rate">What they come to.</param>
    private static string? ReadAttributes(ReadOnlySpan<char> attributes, out double? rate)
    {
        rate = null;
        bool? compress = null;
        var rest = attributes.Trim();
        while (!rest.IsEmpty)
        {
            if (rest[0] != ',')
            {
                return "whose attributes do not each begin with a comma, as in <llmlingua, rate=0.4, compress=True>.";
            }

            rest = rest[1..];
            var length = rest.IndexOf(',') is var comma && comma < 0 ? rest.Length : comma;
            var attribute = rest[..length];
            rest = rest[length..];
            var equals = attribute.IndexOf('=');
            var name = attribute[..Math.Max(0, equals)].Trim();
            var value = attribute[(equals + 1)..].Trim();
            if (name.Equals("rate", StringComparison.OrdinalIgnoreCase) && rate is null)
            {
                if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is not (> 0 and <= 1))
                {
                    return "whose rate is no number above 0 and at most 1; what is to be dropped is best left out.";
                }

                rate = number;
            }
            else if (name.Equals("compress", StringComparison.OrdinalIgnoreCase) && compress is null)
            {
                if (!bool.TryParse(value, out var flag))
                {
                    return "whose compress is neither True nor False.";
                }

                compress = flag;
            }
            else
            {
                return "with something else than one rate=... and one compress=...";
            }
        }

        rate = compress == false ? 1 : rate;
        return null;
    }
}
