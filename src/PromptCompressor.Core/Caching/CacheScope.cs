using System.Security.Cryptography;
using System.Text;

namespace PromptCompressor.Core.Caching;

/// <summary>The model that computes values, and the namespace they are for: the part that all keys of one model and namespace have in common.</summary>
public sealed class CacheScope
{
    private readonly byte[] _hash;

    /// <param name="space">The namespace; one line, so that it cannot pass for another with a part of the model's name.</param>
    /// <param name="format">Name and version of the stored bytes; one line.</param>
    /// <param name="modelId">The model's name.</param>
    /// <param name="modelSha256">Hash over its graph, weights and tokenizer, in hexadecimal.</param>
    public CacheScope(string space, string format, string modelId, string modelSha256)
    {
        Space = space;
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes($"promptcompressor/segment/{format}\n{space}\n{modelId}\n{modelSha256}"));
    }

    /// <summary>The namespace that may see the values.</summary>
    public string Space { get; }

    /// <summary>The 32 bytes that key the hash of its segments.</summary>
    public ReadOnlySpan<byte> Hash => _hash;
}
