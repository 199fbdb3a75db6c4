using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>
/// Remembers the tokens of short words: prose repeats them. A fixed table in which a new entry takes the place of whatever
/// hashes alike, so it needs no lock, no eviction and a bounded amount of memory; string hashing is seeded per process.
/// </summary>
internal sealed class WordCache
{
    public const int MaxWordLength = 32;

    private const int Slots = 1 << 15;

    private readonly Entry?[] _entries = new Entry?[Slots];

    public Entry? Find(ReadOnlySpan<char> word)
    {
        var entry = Volatile.Read(ref Slot(word));
        return entry is not null && word.SequenceEqual(entry.Word) ? entry : null;
    }

    public void Add(Entry entry) => Volatile.Write(ref Slot(entry.Word), entry);

    private ref Entry? Slot(ReadOnlySpan<char> word) => ref _entries[string.GetHashCode(word, StringComparison.Ordinal) & (Slots - 1)];

    /// <summary>Tokens of a word, with offsets from the word's start.</summary>
    public sealed record Entry(string Word, int[] Ids, TextSpan[] Offsets);
}
