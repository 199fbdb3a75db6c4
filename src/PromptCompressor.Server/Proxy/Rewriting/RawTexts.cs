using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>
/// Remembers which texts of which conversations went on as they came. On later turns they go so again: what the provider has in its prompt
/// cache begins with the same bytes. A text is named by the hash of all texts up to and including it; no text is kept.
/// </summary>
/// <param name="options">How long a text is remembered after it was last sent.</param>
/// <param name="replicas">What other replicas remember; null without Redis.</param>
internal sealed class RawTexts(IOptions<ProxyOptions> options, RedisMarks? replicas = null) : IDisposable
{
    /// <summary>Texts remembered at once, about 500 bytes each.</summary>
    private const int MostTexts = 100_000;

    /// <summary>Ends the name of a mark that says of another one that it was taken away, and not lost.</summary>
    private const string TakenAway = ":compressed";

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = MostTexts });
    private readonly TimeSpan _ttl = TimeSpan.FromMinutes(options.Value.RawTextMinutes);

    /// <summary>The name of each text of a conversation.</summary>
    public static Dictionary<PromptText, string> KeysOf(Conversation conversation, Tenant tenant)
    {
        using var hash = new ConversationHash();
        var keys = new Dictionary<PromptText, string>(conversation.Texts.Count);
        foreach (var text in conversation.Texts)
        {
            hash.Add(text);
            keys.Add(text, $"{tenant.Namespace}:raw:{Convert.ToHexStringLower(hash.Current)}");
        }

        return keys;
    }

    /// <summary>Which of some texts went on as they came when they were sent last; these are remembered for a whole time again.</summary>
    /// <param name="keys">Their names.</param>
    /// <param name="cancellation">The client left.</param>
    public async Task<HashSet<string>> FindAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var known = keys.Where(key => _memory.TryGetValue(key, out _)).ToHashSet(StringComparer.Ordinal);
        if (replicas is null || await replicas.FindAsync(keys, _ttl, cancellation) is not { } found)
        {
            return known;
        }

        foreach (var key in found)
        {
            Remember(key);
        }

        if (known.Except(found).ToArray() is { Length: > 0 } missing)
        {
            await RestoreAsync(known, missing, cancellation);
        }

        known.UnionWith(found);
        return known;
    }

    /// <summary>What Redis has lost is written again; what another replica has sent compressed since is forgotten.</summary>
    private async Task RestoreAsync(HashSet<string> known, string[] missing, CancellationToken cancellation)
    {
        var taken = await replicas!.FindAsync([.. missing.Select(key => key + TakenAway)], _ttl, cancellation) ?? [];
        foreach (var key in missing.Where(key => taken.Contains(key + TakenAway)))
        {
            _memory.Remove(key);
            known.Remove(key);
        }

        replicas.Add([.. missing.Where(known.Contains)], _ttl);
    }

    /// <summary>Remembers texts that go on as they came.</summary>
    public void Add(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys)
        {
            Remember(key);
        }

        replicas?.Add(keys, _ttl);
        replicas?.Remove([.. keys.Select(key => key + TakenAway)]);
    }

    /// <summary>Forgets texts that go on compressed.</summary>
    public void Remove(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys)
        {
            _memory.Remove(key);
        }

        replicas?.Remove(keys);
        replicas?.Add([.. keys.Select(key => key + TakenAway)], _ttl);
    }

    public void Dispose() => _memory.Dispose();

    private void Remember(string key) => _memory.Set(key, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = _ttl });
}
