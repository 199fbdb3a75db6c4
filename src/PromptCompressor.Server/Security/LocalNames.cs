using System.Globalization;
using System.Net;
using System.Text;

namespace PromptCompressor.Server.Security;

/// <summary>
/// Names of hosts that no page on the internet can have: to rebind its own name to this machine, a page must have one that the public DNS answers for.
/// </summary>
internal static class LocalNames
{
    private static readonly string[] Suffixes = [".localhost", ".internal", ".svc", ".cluster.local"];

    /// <param name="host">Without a port.</param>
    public static bool Has(string host)
    {
        var name = host.TrimEnd('.');
        return name.Length > 0 && (!name.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(name.Trim('[', ']'), out _) || Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A name as it stands in a <c>Host</c> header: <c>xn--bcher-kva.example</c> for <c>bücher.example</c>.</summary>
    public static string InAscii(string host) => Ascii.IsValid(host) ? host : new IdnMapping().GetAscii(host);

    /// <summary>Whether a page is from this machine.</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
