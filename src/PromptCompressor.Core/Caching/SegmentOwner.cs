using System.Security.Cryptography;
using System.Text;

namespace PromptCompressor.Core.Caching;

/// <summary>What computes values, and for whom: the part that all keys of one model and namespace have in common.</summary>
public sealed class SegmentOwner
{
    /// <summary>To be raised when the meaning of a cached value changes.</summary>
    private const int FormatVersion = 2;

    private readonly byte[] _hash;

    /// <param name="space">The namespace; one line, so that it cannot pass for another with a part of the model's name.</param>
    /// <param name="modelId">The model's name.</param>
    /// <param name="modelSha256">Hash over its graph, weights and tokenizer, in hexadecimal.</param>
    public SegmentOwner(string space, string modelId, string modelSha256)
    {
        Space = space;
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes($"promptcompressor/segment/{FormatVersion}\n{space}\n{modelId}\n{modelSha256}"));
    }

    /// <summary>Who may see the values.</summary>
    public string Space { get; }

    /// <summary>The 32 bytes that key the hash of its segments.</summary>
    public ReadOnlySpan<byte> Hash => _hash;
}
