namespace PromptCompressor.Core.Meaning.Words;

/// <summary>FNV-1a over characters: the hash of a word passes through the hashes of all its beginnings, so one pass finds them all.</summary>
internal static class WordHash
{
    public const int MinAffix = 1;
    public const int MaxAffix = 14;

    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, char c) => (hash ^ c) * Prime;

    public static ulong Whole(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
        {
            hash = Add(hash, c);
        }

        return hash;
    }

    public static ulong Backward(ReadOnlySpan<char> word)
    {
        var hash = Start;
        for (var i = word.Length - 1; i >= 0; i--)
        {
            hash = Add(hash, word[i]);
        }

        return hash;
    }

    public static ulong AsPrefix(ulong hash) => Add(hash, '\uFFFE');

    public static ulong AsSuffix(ulong hash) => Add(hash, '\uFFFF');
}
