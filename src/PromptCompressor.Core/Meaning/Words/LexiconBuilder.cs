using System.Collections.Frozen;

namespace PromptCompressor.Core.Meaning.Words;

/// <summary>Collects the tables of all languages.</summary>
internal sealed class LexiconBuilder
{
    private readonly Dictionary<ulong, int> _indices = [];
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, UnspacedPhrase> _unspaced = new(StringComparer.Ordinal);

    public void AddCommon(string word, uint language) => EntryOf(word).Common |= language;

    public void AddWord(string word, Role role, uint languages)
    {
        var entry = EntryOf(word);
        if (languages == 0)
        {
            entry.Roles |= role;
            return;
        }

        entry.LocalRoles |= role;
        entry.LocalLanguages |= languages;
    }

    public void AddException(string word) => EntryOf(word).IsException = true;

    /// <summary>A phrase that is a guard, or with none an exception from one that begins like it.</summary>
    public void AddPhrase(List<string> words, List<bool> gaps, uint languages, Guard? guard)
    {
        int[] indices = [.. words.Select(word => IndexOf(word))];
        var first = _entries[indices[0]];
        first.Phrases.Add(new Phrase(indices, [.. gaps], languages, guard));
    }

    public void AddUnspaced(string text, Role roles, Guard? guard = null, uint language = 0)
    {
        var known = _unspaced.GetValueOrDefault(text) ?? new UnspacedPhrase(text, Role.None, []);
        _unspaced[text] = known with { Roles = known.Roles | roles, Guards = guard is { } own ? [.. known.Guards, (language, own)] : known.Guards };
    }

    public Lexicon Build()
    {
        foreach (var entry in _entries)
        {
            entry.Phrases.Sort((one, other) => other.Words.Length.CompareTo(one.Words.Length));
        }

        return new Lexicon(
            _indices.ToFrozenDictionary(),
            [.. _entries],
            _unspaced.Values.GroupBy(phrase => phrase.Text[0])
                .ToFrozenDictionary(phrases => phrases.Key, phrases => phrases.OrderByDescending(phrase => phrase.Text.Length).ToArray()));
    }

    private Entry EntryOf(string word) => _entries[IndexOf(word)];

    private int IndexOf(string word)
    {
        var key = KeyOf(word);
        if (!_indices.TryGetValue(key, out var index))
        {
            index = _entries.Count;
            _indices.Add(key, index);
            _entries.Add(new Entry());
        }

        return index;
    }

    private static ulong KeyOf(string word)
    {
        Span<char> folded = stackalloc char[Folding.MaxLength];
        var bare = word.Trim('*');
        var own = folded[..Folding.Fold(bare, folded)];
        return (own.Length, word[0] == '*', word[^1] == '*') switch
        {
            (0, _, _) => throw new FormatException($"'{word}' is too long or empty."),
            ( > 0, false, false) => WordHash.Whole(own),
            ( < WordHash.MinAffix or > WordHash.MaxAffix, _, _) => throw new FormatException($"'{word}': an ending or beginning has {WordHash.MinAffix} to {WordHash.MaxAffix} letters."),
            (_, false, true) => WordHash.AsPrefix(WordHash.Whole(own)),
            (_, true, false) => WordHash.AsSuffix(WordHash.Backward(own)),
            _ => throw new FormatException($"'{word}': * stands at one end."),
        };
    }
}
