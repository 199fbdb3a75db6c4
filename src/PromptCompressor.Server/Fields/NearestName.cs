namespace PromptCompressor.Server.Fields;

/// <summary>Which known name an unknown one was most likely meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 40;
    private const int MostEdits = 2;

    /// <summary>At most two edits away, and no more than one for every three characters; case and separators do not count.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var plain = Plain(name);
        var most = Math.Min(MostEdits, plain.Length / 3);
        return known
            .Select(candidate => (Name: candidate, Edits: EditsBetween(plain, Plain(candidate))))
            .Where(candidate => plain.Length > 0 && candidate.Edits <= most)
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Characters to insert, drop or replace (Levenshtein's distance), row by row.</summary>
    private static int EditsBetween(string one, string other)
    {
        var edits = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = edits[0];
            edits[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var replaced = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = edits[j + 1];
                edits[j + 1] = Math.Min(replaced, Math.Min(edits[j], edits[j + 1]) + 1);
            }
        }

        return edits[^1];
    }
}
