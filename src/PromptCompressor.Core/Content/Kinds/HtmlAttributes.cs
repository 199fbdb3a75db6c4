namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Reads the attributes of a tag as browsers do: the first of two of one name counts.</summary>
internal static class HtmlAttributes
{
    /// <summary>The attributes by their names, or null for a tag that does not end.</summary>
    /// <param name="page">The page.</param>
    /// <param name="at">The place behind the tag's name; then that behind the tag.</param>
    /// <param name="selfClosing">Whether the tag ends with a slash.</param>
    public static Dictionary<string, string>? Read(string page, ref int at, out bool selfClosing)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        selfClosing = false;
        while (at < page.Length)
        {
            if (page[at] == '>')
            {
                at++;
                return found;
            }

            if (page[at] == '/' || char.IsWhiteSpace(page[at]))
            {
                selfClosing = page[at] == '/';
                at++;
                continue;
            }

            var start = at;
            while (at < page.Length && page[at] is not ('=' or '>' or '/') && !char.IsWhiteSpace(page[at]))
            {
                at++;
            }

            var key = page[start..at];
            var value = "";
            if (at < page.Length && page[at] == '=')
            {
                at++;
                if (at < page.Length && page[at] is '"' or '\'')
                {
                    var close = page.IndexOf(page[at], at + 1);
                    if (close < 0)
                    {
                        return null;
                    }

                    value = page[(at + 1)..close];
                    at = close + 1;
                }
                else
                {
                    start = at;
                    while (at < page.Length && page[at] != '>' && !char.IsWhiteSpace(page[at]))
                    {
                        at++;
                    }

                    value = page[start..at];
                }
            }
            else if (at == start)
            {
                at++;
            }

            found.TryAdd(key, value);
        }

        return null;
    }
}
