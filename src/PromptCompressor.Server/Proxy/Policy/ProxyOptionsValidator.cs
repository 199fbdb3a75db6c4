using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>What the attributes of <see cref="ProxyOptions"/> cannot say.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(options.Upstream, UriKind.Absolute, out var upstream) || upstream.Scheme is not ("http" or "https"))
        {
            // The value is not shown: it may hold a password.
            errors.Add("Proxy:Upstream must be an address that begins with http:// or https://.");
        }
        else if (upstream.UserInfo.Length > 0 || upstream.Query.Length > 0 || upstream.Fragment.Length > 0)
        {
            errors.Add("Proxy:Upstream must be a scheme, a host and perhaps a port and a path: no credentials, no query, no fragment.");
        }

        if (options.CaCertificatePath is { } path && !File.Exists(path))
        {
            errors.Add($"Proxy:CaCertificatePath is '{path}', and there is no such file.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
