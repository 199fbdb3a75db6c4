using System.Security.Cryptography;
using System.Text;
using PromptCompressor.Core.Admission;

namespace PromptCompressor.Server.Originals;

/// <summary>Keeps originals for a while. No namespace sees another's, not even whether there is one.</summary>
internal interface IOriginalStore
{
    /// <summary>Keeps an original; one that is there already for a whole time again.</summary>
    /// <returns>False if it may not have been kept.</returns>
    ValueTask<bool> TryKeepAsync(Tenant tenant, Original original, CancellationToken cancellation);

    /// <param name="tenant">The tenant that it must belong to.</param>
    /// <param name="hash">One for which <see cref="OriginalHash.IsOne"/> holds.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <returns>Null if there is none, or not any more.</returns>
    /// <exception cref="Core.Errors.CompressionException">The store does not answer.</exception>
    ValueTask<RetrievedOriginal?> FindAsync(Tenant tenant, string hash, CancellationToken cancellation);
}

/// <param name="Hash">The hash of the text.</param>
/// <param name="Text">What was compressed.</param>
/// <param name="Tokens">How many it has.</param>
/// <param name="Items">Its words.</param>
/// <param name="CompressedItems">Words that are left.</param>
internal sealed record Original(string Hash, string Text, int Tokens, int Items, int CompressedItems);

/// <param name="Original">The original as it was kept.</param>
/// <param name="Retrievals">How often it has been asked for, this time included.</param>
internal sealed record RetrievedOriginal(Original Original, long Retrievals);

/// <summary>What names an original: the first 12 bytes of the SHA-256 of its UTF-8 text in lower-case hexadecimal, 24 digits, as Headroom has them.</summary>
internal static class OriginalHash
{
    public const int Length = 24;

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Length / 2));

    public static bool IsOne(string hash) => hash.Length == Length && hash.All(char.IsAsciiHexDigitLower);
}
