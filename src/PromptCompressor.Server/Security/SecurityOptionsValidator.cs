using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Security;

/// <summary>Says all that is wrong at once. Hashes are not shown: what was taken for one may be the key.</summary>
internal sealed partial class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var failures = new List<string>();
        for (var i = 0; i < options.ApiKeys.Count; i++)
        {
            var key = options.ApiKeys[i];
            Require(Word().IsMatch(key.Name ?? ""), i, nameof(key.Name), "must be 1 to 64 letters, digits and . _ -");
            Require(Word().IsMatch(key.Namespace ?? ""), i, nameof(key.Namespace), "must be 1 to 64 letters, digits and . _ -");
            Require(Hash().IsMatch(key.Sha256 ?? ""), i, nameof(key.Sha256), "must be the key's SHA-256 in 64 hexadecimal digits");
            var earlier = options.ApiKeys.Take(i).ToArray();
            Require(!earlier.Any(other => other.Name == key.Name), i, nameof(key.Name), "is another key's too");
            Require(
                !earlier.Any(other => string.Equals(other.Sha256, key.Sha256, StringComparison.OrdinalIgnoreCase)), i, nameof(key.Sha256), "is another key's too");
        }

        for (var i = 0; i < options.CorsOrigins.Count; i++)
        {
            var isOrigin = options.CorsOrigins[i] == "*" || (Uri.TryCreate(options.CorsOrigins[i], UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == options.CorsOrigins[i]);
            if (!isOrigin)
            {
                failures.Add($"{SecurityOptions.SectionName}:{nameof(SecurityOptions.CorsOrigins)}:{i} must be an origin such as https://app.example.com, without a path or a slash at its end, or *.");
            }
        }

        for (var i = 0; i < options.AllowedHosts.Count; i++)
        {
            if (options.AllowedHosts[i] != "*" && Uri.CheckHostName(options.AllowedHosts[i]) == UriHostNameType.Unknown)
            {
                failures.Add($"{SecurityOptions.SectionName}:{nameof(SecurityOptions.AllowedHosts)}:{i} must be the name of a host, without a port, or *.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, int index, string field, string otherwise)
        {
            if (!holds)
            {
                failures.Add($"{SecurityOptions.SectionName}:{nameof(SecurityOptions.ApiKeys)}:{index}:{field} {otherwise}.");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Fa-f0-9]{64}\z")]
    private static partial Regex Hash();
}
