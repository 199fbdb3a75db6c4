using System.Collections.Concurrent;

namespace PromptCompressor.Engine.Manifests;

/// <summary>
/// What has been read from model folders: verified folders, tokenizers and opened graphs. Each is read once. None of them changes or
/// knows an engine, so several engines of one process may run the same ones. Dispose of it after them.
/// </summary>
public sealed class ModelStore : IDisposable
{
    private readonly ConcurrentDictionary<(Type Type, string Name), Lazy<object>> _read = [];

    /// <param name="name">Tells it from all others of its type: the path, and whatever else decides what is read.</param>
    /// <param name="read">Called once; if it fails, again the next time.</param>
    internal T Get<T>(string name, Func<T> read)
        where T : class
    {
        var entry = _read.GetOrAdd((typeof(T), name), _ => new Lazy<object>(read));
        try
        {
            return (T)entry.Value;
        }
        catch
        {
            _read.TryRemove(KeyValuePair.Create((typeof(T), name), entry));
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var read in _read.Values.Where(entry => entry.IsValueCreated).Select(entry => entry.Value).OfType<IDisposable>())
        {
            read.Dispose();
        }
    }
}
