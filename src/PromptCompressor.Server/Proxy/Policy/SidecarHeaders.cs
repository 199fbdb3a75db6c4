using System.Globalization;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>The headers between a client and the sidecar. None of them goes on to the upstream.</summary>
internal static class SidecarHeaders
{
    public const string Prefix = "x-promptcompressor-";

    /// <summary>How a request was treated, and why.</summary>
    public const string Status = Prefix + "status";

    /// <summary>Tokens of the texts that were compressed, before.</summary>
    public const string OriginalTokens = Prefix + "original-tokens";

    /// <summary>Tokens of the same texts as they went on.</summary>
    public const string CompressedTokens = Prefix + "compressed-tokens";

    /// <summary>How many texts of users, models, tools and documents went on as they came, and why: <c>kinds=3, small=12, time_budget=1</c>.</summary>
    public const string SkippedTexts = Prefix + "skipped-texts";

    /// <summary>Estimated money saved on this request, in the currency of <c>Proxy:Policy:Prices</c>.</summary>
    public const string SavedCost = Prefix + "saved-cost";

    public static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static void Write(IHeaderDictionary headers, RewriteOutcome outcome)
    {
        headers[Status] = outcome.Header;
        if (outcome.SkippedTexts.Any())
        {
            headers[SkippedTexts] = string.Join(", ", outcome.SkippedTexts.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key}={reason.Value}")));
        }

        if (outcome is { OriginalTokens: { } original, CompressedTokens: { } compressed })
        {
            headers[OriginalTokens] = original.ToString(CultureInfo.InvariantCulture);
            headers[CompressedTokens] = compressed.ToString(CultureInfo.InvariantCulture);
            if (outcome.SavedCost is { } saved)
            {
                headers[SavedCost] = saved.ToString("0.########", CultureInfo.InvariantCulture);
            }
        }
    }
}
