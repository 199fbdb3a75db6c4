using System.Collections.Frozen;
using System.Reflection;

namespace PromptCompressor.Core.Meaning.Words;

/// <summary>
/// The tables of all languages in one: what a word can be, found by its hash. Two words with one hash would bind too much, never too little.
/// </summary>
internal sealed class Lexicon
{
    private const int FilterBits = 1 << 17;

    private static readonly Lazy<Lexicon> Loaded = new(Load);

    private readonly FrozenDictionary<ulong, int> _indices;
    private readonly FrozenDictionary<char, UnspacedPhrase[]> _unspaced;
    /// <summary>Tells most hashes that are in no table apart before they are looked up.</summary>
    private readonly ulong[] _filter = new ulong[FilterBits / 64];

    internal Lexicon(FrozenDictionary<ulong, int> indices, Entry[] entries, FrozenDictionary<char, UnspacedPhrase[]> unspaced)
    {
        _indices = indices;
        _unspaced = unspaced;
        Entries = entries;
        foreach (var key in indices.Keys)
        {
            _filter[key % FilterBits / 64] |= 1UL << (int)(key % 64);
        }
    }

    public static Lexicon Default => Loaded.Value;

    /// <summary>The entries that finds are indices of.</summary>
    public Entry[] Entries { get; }

    private uint Japanese { get; set; }

    private uint Chinese { get; set; }

    /// <summary>Looks a word up.</summary>
    /// <returns>Indices of <see cref="Entries"/> or -1: of the word, and of the longest beginning or ending that is in the tables.</returns>
    public (int Whole, int Affix) Find(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Folding.MaxLength];
        var folded = buffer[..Folding.Fold(word, buffer)];
        if (folded.IsEmpty)
        {
            return (-1, -1);
        }

        var (affix, longest) = (-1, 0);
        var hash = WordHash.Start;
        for (var i = 0; i < folded.Length; i++)
        {
            hash = WordHash.Add(hash, folded[i]);
            if (i + 1 is >= WordHash.MinAffix and <= WordHash.MaxAffix && IndexOf(WordHash.AsPrefix(hash)) is >= 0 and var index)
            {
                (affix, longest) = (index, i + 1);
            }
        }

        var whole = IndexOf(hash);
        hash = WordHash.Start;
        for (var i = 1; i <= folded.Length && i <= WordHash.MaxAffix; i++)
        {
            hash = WordHash.Add(hash, folded[^i]);
            if (i > Math.Max(longest, WordHash.MinAffix - 1) && IndexOf(WordHash.AsSuffix(hash)) is >= 0 and var index)
            {
                (affix, longest) = (index, i);
            }
        }

        return (whole >= 0 ? whole : WithoutAttached(folded), affix);
    }

    /// <summary>Which languages a line may be in by its characters: what Japanese and Chinese share denies other words in the one than in the other, and only the one has kana.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isJapanese">Whether other lines of the text have kana.</param>
    public uint LanguagesOf(ReadOnlySpan<char> line, bool isJapanese) => HasKana(line) ? ~Chinese : isJapanese ? uint.MaxValue : ~Japanese;

    public static bool HasKana(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u3041', '\u309F') || text.ContainsAnyInRange('\u30A1', '\u30FA');

    /// <summary>The longest expression of a script without spaces that begins there.</summary>
    /// <param name="text">From there on.</param>
    /// <param name="languages">It may be in.</param>
    /// <param name="isInNumber">Whether a number goes on there: 三十分に is half past three, although 十分に is "enough".</param>
    public UnspacedPhrase? FindUnspaced(ReadOnlySpan<char> text, uint languages, bool isInNumber = false)
    {
        if (_unspaced.TryGetValue(text[0], out var phrases))
        {
            foreach (var phrase in phrases)
            {
                var isOfOthers = phrase.Roles == Role.None && phrase.Guards.Count > 0 && phrase.GuardIn(languages) is null;
                if (!isOfOthers && text.StartsWith(phrase.Text, StringComparison.Ordinal) && !(isInNumber && phrase.IsException))
                {
                    return phrase;
                }
            }
        }

        return null;
    }

    /// <summary><c>qu'aucun</c>, <c>dell'altro</c>, and in Arabic ولا and لأكثر: the word behind the one written together with it.</summary>
    private int WithoutAttached(ReadOnlySpan<char> word)
    {
        const int longestElided = 5;
        if (word[0] is not ('و' or 'ف' or 'ل' or 'ب'))
        {
            var apostrophe = word.IndexOf('\'');
            return apostrophe is > 0 and <= longestElided ? IndexOf(WordHash.Whole(word[(apostrophe + 1)..])) : -1;
        }

        // "And", "so", "for", "by"; what is shorter than three letters behind the last two is another word.
        var bare = word[0] is 'و' or 'ف' ? word[1..] : word;
        var index = bare.Length < word.Length && bare.Length > 0 ? IndexOf(WordHash.Whole(bare)) : -1;
        return index < 0 && bare is ['ل' or 'ب', _, _, _, ..] ? IndexOf(WordHash.Whole(bare[1..])) : index;
    }

    private int IndexOf(ulong hash) => (_filter[hash % FilterBits / 64] >> (int)(hash % 64) & 1) != 0 && _indices.TryGetValue(hash, out var index) ? index : -1;

    private static Lexicon Load()
    {
        const string ending = ".txt";
        var assembly = Assembly.GetExecutingAssembly();
        var folder = typeof(Lexicon).Namespace!.Replace(".Words", ".Languages.", StringComparison.Ordinal);
        var builder = new LexiconBuilder();
        var (language, japanese, chinese) = (1u, 0u, 0u);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var code = name[folder.Length..^ending.Length];
            LanguageFile.Read(code, reader.ReadToEnd(), language, builder);
            (japanese, chinese) = (code == "ja" ? language : japanese, code == "zh" ? language : chinese);
            language <<= 1;
        }

        var lexicon = builder.Build();
        (lexicon.Japanese, lexicon.Chinese) = (japanese, chinese);
        return lexicon;
    }
}

/// <summary>What the tables say of a word, or of all words with one beginning or ending.</summary>
internal sealed class Entry
{
    /// <summary>Languages that are recognised by it.</summary>
    public uint Common { get; set; }

    public Role Roles { get; set; }

    /// <summary>In some languages only.</summary>
    public Role LocalRoles { get; set; }

    public uint LocalLanguages { get; set; }

    /// <summary>Looks like a guard, but is none.</summary>
    public bool IsException { get; set; }

    /// <summary>That begin with it, the longest first.</summary>
    public List<Phrase> Phrases { get; } = [];
}
