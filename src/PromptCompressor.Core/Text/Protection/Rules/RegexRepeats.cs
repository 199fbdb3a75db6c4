namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// Refuses counted repeats inside counted repeats: <c>(a{0,90}){0,90}</c> keeps the engine busy for minutes within a single step, where it does
/// not look at its timeout.
/// </summary>
internal static class RegexRepeats
{
    /// <summary>Up to here the worst shape measured needs about 30 ms a window; nine times as much needs seconds.</summary>
    public const int MaxProduct = 100;

    /// <summary>What is wrong with the pattern, or null. Only for patterns that the engine's own parser has accepted.</summary>
    public static string? Check(string pattern)
    {
        // The largest product of counts in each open group, the outermost first.
        var groups = new Stack<long>([1L]);
        var last = 1L;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    last = 1;
                    break;
                case '[':
                    i = SkipClass(pattern, i);
                    last = 1;
                    break;
                case '(':
                    if (OpensComment(pattern.AsSpan(i)))
                    {
                        return "uses comments or the x option, which are not supported";
                    }

                    groups.Push(1);
                    last = 1;
                    break;
                case ')':
                    last = groups.Pop();
                    groups.Push(Math.Max(groups.Pop(), last));
                    break;
                case '{' when ReadCount(pattern.AsSpan(i)) is var count && count > 0:
                    if (last > 1 && last * count > MaxProduct)
                    {
                        return $"nests counted repeats whose counts multiply to more than {MaxProduct}";
                    }

                    last *= count;
                    groups.Push(Math.Max(groups.Pop(), last));
                    i = pattern.IndexOf('}', i);
                    break;
                case '*' or '+' or '?':
                    break;
                default:
                    last = 1;
                    break;
            }
        }

        return null;
    }

    /// <summary>Comments could hold brackets that are none, and so hide a repeat from this reading.</summary>
    private static bool OpensComment(ReadOnlySpan<char> group)
    {
        if (!group.StartsWith("(?"))
        {
            return false;
        }

        var options = group[2..];
        var rest = options.TrimStart("imnsxIMNSX-");
        return rest.StartsWith('#') || options[..^rest.Length].ContainsAny('x', 'X');
    }

    private static int SkipClass(string pattern, int start)
    {
        // A closing bracket right behind the opening one (or its ^) is a member; a class may subtract another one.
        var i = start + 1;
        i += Chars.At(pattern, i) == '^' ? 1 : 0;
        i += Chars.At(pattern, i) == ']' ? 1 : 0;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == '[' && pattern[i - 1] == '-')
            {
                i = SkipClass(pattern, i);
            }
        }

        return i;
    }

    /// <summary>The larger number of {n}, {n,} or {n,m}; 0 where the brace is a plain character.</summary>
    private static long ReadCount(ReadOnlySpan<char> brace)
    {
        var end = brace.IndexOf('}');
        if (end < 2)
        {
            return 0;
        }

        var counts = brace[1..end];
        var comma = counts.IndexOf(',');
        var low = comma < 0 ? counts : counts[..comma];
        var high = comma < 0 || comma == counts.Length - 1 ? low : counts[(comma + 1)..];
        return IsNumber(low) && IsNumber(high) && long.TryParse(high, null, out var count) ? Math.Max(count, 1) : 0;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
