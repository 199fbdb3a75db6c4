using System.Buffers.Binary;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>
/// SentencePiece's compiled normalisation rules: a double-array trie (darts-clone) from UTF-8 to an offset into a block of
/// NUL-terminated replacements. Laid out as trie size in bytes (little-endian), trie, block.
/// </summary>
internal sealed class CharsMap
{
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    public CharsMap(ReadOnlySpan<byte> compiled)
    {
        if (compiled.IsEmpty)
        {
            (_trie, _replacements) = ([0], []);
            return;
        }

        var size = compiled.Length < sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(compiled);
        if (size == 0 || size % sizeof(uint) != 0 || size > compiled.Length - sizeof(uint))
        {
            throw new TokenizerFormatException("precompiled_charsmap is damaged: its trie does not fit in it.");
        }

        var trie = compiled.Slice(sizeof(uint), (int)size);
        _trie = new uint[trie.Length / sizeof(uint)];
        for (var i = 0; i < _trie.Length; i++)
        {
            _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(trie[(i * sizeof(uint))..]);
        }

        _replacements = compiled[(sizeof(uint) + (int)size)..].ToArray();
    }

    /// <summary>
    /// Finds the rule for the SHORTEST prefix of <paramref name="text"/> that has one. Hugging Face's tokenizers replace all of
    /// the text by it, whatever follows the prefix; models were trained that way, so it is not ours to mend.
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        var node = Offset(_trie[0]);
        foreach (var b in text)
        {
            node ^= b;
            if (b == 0 || node >= (uint)_trie.Length || Label(_trie[node]) != b)
            {
                break;
            }

            var unit = _trie[node];
            node ^= Offset(unit);
            if (HasLeaf(unit) && node < (uint)_trie.Length)
            {
                var rest = _replacements.AsSpan((int)Math.Min(Value(_trie[node]), (uint)_replacements.Length));
                var end = rest.IndexOf((byte)0);
                replacement = end < 0 ? rest : rest[..end];
                return true;
            }
        }

        replacement = default;
        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static uint Label(uint unit) => unit & ((1u << 31) | 0xFF);

    private static bool HasLeaf(uint unit) => (unit & (1u << 8)) != 0;

    private static uint Value(uint unit) => unit & ~(1u << 31);
}
