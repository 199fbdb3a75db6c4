using System.Globalization;
using System.Text;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Cli;

/// <summary>What a compression has saved, in a few lines.</summary>
internal static class CompressStats
{
    /// <param name="response">The answer.</param>
    /// <param name="loading">Time that loading the models took, which a service needs once.</param>
    public static string Of(CompressResponse response, TimeSpan loading)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{response.OriginTokens} -> {response.CompressedTokens} tokens of {response.Tokenizer.Name}{(response.Tokenizer.Exact ? "" : " (estimated)")}, ");
        text.Append(CultureInfo.InvariantCulture, $"{response.SavedTokens} saved ({100 * (1 - response.Rate):0.#} %)");
        if (response.Skipped is { } skipped)
        {
            text.Append(CultureInfo.InvariantCulture, $"; unchanged: {skipped}");
        }

        foreach (var kind in (response.Blocks ?? []).SelectMany(blocks => blocks).Where(block => block.OriginTokens > 0).GroupBy(block => block.Kind, StringComparer.Ordinal))
        {
            var methods = string.Join(", ", kind.SelectMany(block => block.Methods).Distinct(StringComparer.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"\n  {kind.Key}: {kind.Sum(block => block.OriginTokens)} -> {kind.Sum(block => block.CompressedTokens)} tokens, {(methods.Length == 0 ? "unchanged" : methods)}");
            if (kind.Sum(block => block.OmittedRecords) is > 0 and var omitted)
            {
                text.Append(CultureInfo.InvariantCulture, $", {omitted} records left out");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{response.TimingsMs.Total:0} ms with {response.Model.Id}, after {loading.TotalMilliseconds:0} ms of loading models");
        return text.ToString();
    }
}
