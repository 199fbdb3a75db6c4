namespace PromptCompressor.Core.Caching;

/// <summary>One lock's worth of <see cref="MemorySegmentCache"/>.</summary>
internal sealed class LruShard(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SegmentKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    public byte[]? Find(SegmentKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    public void Store(SegmentKey key, byte[] value)
    {
        var added = new Entry(key, value);
        if (added.Cost > maxBytes)
        {
            return;
        }

        lock (_lock)
        {
            if (_entries.Remove(key, out var old))
            {
                _byUse.Remove(old);
                _bytes -= old.Value.Cost;
            }

            _entries[key] = _byUse.AddFirst(added);
            _bytes += added.Cost;
            while (_bytes > maxBytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _entries.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Cost;
            }
        }
    }

    /// <param name="space">The namespace to forget.</param>
    /// <returns>How many entries it had.</returns>
    public int Clear(string space)
    {
        lock (_lock)
        {
            var count = _entries.Count;
            foreach (var (key, node) in _entries)
            {
                if (key.Space == space)
                {
                    _entries.Remove(key);
                    _byUse.Remove(node);
                    _bytes -= node.Value.Cost;
                }
            }

            return count - _entries.Count;
        }
    }

    private readonly record struct Entry(SegmentKey Key, byte[] Bytes)
    {
        public long Cost => Bytes.Length + MemorySegmentCache.EntryOverhead;
    }
}
