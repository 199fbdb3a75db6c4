using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Where a request goes: the upstream's address, and behind it the path and query as they came.</summary>
internal static class RequestTarget
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static Uri Of(HttpContext context, string upstream)
    {
        // Decoding and encoding again would turn %2F, as in names of models, into %252F.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return IsPlain(target)
            ? new Uri(upstream + WithoutVersion(target, upstream), AsWritten)
            : RequestUtilities.MakeDestinationAddress(upstream, WithoutVersion(context.Request.Path.Value ?? "", upstream), context.Request.QueryString);
    }

    /// <summary>
    /// What goes behind an upstream's address. Where that ends with a version, as in <c>https://openrouter.ai/api/v1</c>, the client's own is left out: clients that know a
    /// host alone put <c>/v1</c> behind it.
    /// </summary>
    /// <param name="target">A path, or a path and a query.</param>
    /// <param name="upstream">Without a slash at its end.</param>
    public static string WithoutVersion(string target, string upstream)
    {
        var (path, end) = (new Uri(upstream).AbsolutePath, target.IndexOf('/', Math.Min(1, target.Length)));
        var (theirs, own) = (path[(path.LastIndexOf('/') + 1)..], end < 0 ? "" : target[1..end]);
        return IsVersion(theirs) && IsVersion(own) && (own.Equals(theirs, StringComparison.OrdinalIgnoreCase) || own.Equals("v1", StringComparison.OrdinalIgnoreCase))
            ? target[end..]
            : target;
    }

    /// <summary>A version such as <c>v1</c>, <c>v4</c>, <c>v1beta</c>.</summary>
    private static bool IsVersion(string segment) => segment is ['v' or 'V', >= '0' and <= '9', ..] && segment.All(char.IsAsciiLetterOrDigit);

    /// <summary>
    /// Whether a path may climb out of the upstream's for some servers, and not for Kestrel, which has resolved every plain <c>..</c>: where
    /// <c>%2F</c>, <c>%5C</c> or <c>\</c> separates segments as well, or <c>..;</c> is one.
    /// </summary>
    /// <param name="path">Decoded, but for <c>%2F</c>.</param>
    public static bool Climbs(string path)
    {
        var decoded = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/');
        foreach (var segment in decoded.AsSpan().Split('/'))
        {
            var name = decoded.AsSpan()[segment];
            if (name.IndexOf(';') is var end && name[..(end < 0 ? name.Length : end)] is "..")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// False for what could mean another host or climb out of the upstream's path: a target with a host in it, and segments such
    /// as <c>..</c>. Kestrel has resolved these in <see cref="HttpRequest.Path"/>.
    /// </summary>
    private static bool IsPlain(string target)
    {
        if (!target.StartsWith('/') || target.Any(c => c is <= ' ' or > '~' or '#'))
        {
            return false;
        }

        var path = target.AsSpan()[..(target.IndexOf('?', StringComparison.Ordinal) is var query && query < 0 ? target.Length : query)];
        if (path.Contains('\\'))
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (path[segment].ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
