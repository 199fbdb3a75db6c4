using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;

namespace PromptCompressor.Server.Security;

/// <summary>Knows keys by their hashes.</summary>
internal sealed class ApiKeys(IOptions<SecurityOptions> options)
{
    private readonly (byte[] Sha256, Tenant Tenant)[] _keys =
        [.. options.Value.ApiKeys.Select(key => (Convert.FromHexString(key.Sha256!), new Tenant(key.Name!, key.Namespace!)))];

    /// <summary>Whether requests need a key.</summary>
    public bool Any => _keys.Length > 0;

    /// <summary>Takes the same time for every key of a length, whether and where it is found.</summary>
    /// <returns>Its holder, or null.</returns>
    public Tenant? HolderOf(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Tenant? holder = null;
        foreach (var (sha256, tenant) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(sha256, hash))
            {
                holder = tenant;
            }
        }

        return holder;
    }
}
