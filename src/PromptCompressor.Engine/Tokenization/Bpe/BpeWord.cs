using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>
/// The bytes of one word and how they join to tokens: the pair that stands first in the list of merges, the leftmost of equals,
/// again and again. A queue of pairs makes that n log n. Reused within one call, never shared.
/// </summary>
internal sealed class BpeWord(BpeVocabulary vocabulary)
{
    private const int End = -1;

    private readonly PriorityQueue<(int At, int Left, int Right), long> _pairs = new();
    private Symbol[] _symbols = new Symbol[64];

    /// <summary>Bytes so far.</summary>
    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <param name="value">A byte of the word in UTF-8.</param>
    /// <param name="origin">The character it is of.</param>
    public void Add(byte value, TextSpan origin)
    {
        var id = vocabulary.IdOf(value);
        if (id == BpeVocabulary.NoId)
        {
            return;
        }

        if (Count == _symbols.Length)
        {
            Array.Resize(ref _symbols, Count * 2);
        }

        _symbols[Count] = new Symbol { Id = id, Origin = origin, Previous = Count - 1, Next = End };
        if (Count > 0)
        {
            _symbols[Count - 1].Next = Count;
        }

        Count++;
    }

    public void WriteTo(List<int> ids, List<TextSpan> offsets)
    {
        for (var i = 0; i + 1 < Count; i++)
        {
            Consider(i);
        }

        while (_pairs.TryDequeue(out var pair, out _))
        {
            Merge(pair.At, pair.Left, pair.Right);
        }

        for (var i = Count > 0 ? 0 : End; i != End; i = _symbols[i].Next)
        {
            ids.Add(_symbols[i].Id);
            offsets.Add(_symbols[i].Origin);
        }
    }

    private void Merge(int at, int left, int right)
    {
        ref var symbol = ref _symbols[at];
        var next = symbol.Next;

        // What a merge has swallowed keeps no id, so a pair that has changed since it was queued is passed over.
        if (symbol.Id != left || next == End || _symbols[next].Id != right)
        {
            return;
        }

        vocabulary.TryMerge(left, right, out _, out symbol.Id);
        symbol.Origin = symbol.Origin with { End = _symbols[next].Origin.End };
        symbol.Next = _symbols[next].Next;
        _symbols[next].Id = BpeVocabulary.NoId;
        if (symbol.Next != End)
        {
            _symbols[symbol.Next].Previous = at;
            Consider(at);
        }

        if (symbol.Previous != End)
        {
            Consider(symbol.Previous);
        }
    }

    private void Consider(int at)
    {
        var (left, right) = (_symbols[at].Id, _symbols[_symbols[at].Next].Id);
        if (vocabulary.TryMerge(left, right, out var rank, out _))
        {
            _pairs.Enqueue((at, left, right), ((long)rank << 32) | (uint)at);
        }
    }

    private struct Symbol
    {
        public int Id;
        public TextSpan Origin;
        public int Previous;
        public int Next;
    }
}
