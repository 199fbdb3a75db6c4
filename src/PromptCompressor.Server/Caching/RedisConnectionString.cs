using System.Buffers;
using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>Reads where Redis is, in either of its two forms, so strictly that no part of a password is ever taken for the name of a server.</summary>
internal static class RedisConnectionString
{
    private const int DefaultPort = 6379;

    private static readonly SearchValues<char> OfCommands = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-=");

    private static readonly SearchValues<char> OfAddresses = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:%_-");

    /// <param name="text"><c>redis://user:password@host:port/0</c>, <c>rediss://</c> with TLS, or StackExchange.Redis' form <c>host:port,password=…</c>.</param>
    /// <exception cref="FormatException">It is neither. The message never shows any of it.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        text = text.Trim();
        return text.StartsWith("redis://", StringComparison.OrdinalIgnoreCase) ? OfUri(text, isTls: false)
            : text.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase) ? OfUri(text, isTls: true)
            : OfList(text);
    }

    private static ConfigurationOptions OfUri(string text, bool isTls)
    {
        // Not Uri: it is lenient where a password has characters that it should not have, and takes them for the host.
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var at = rest.LastIndexOf('@');
        var (login, place) = at < 0 ? ("", rest) : (rest[..at], rest[(at + 1)..]);
        if (login.AsSpan().IndexOfAny("/?#@") >= 0)
        {
            throw new FormatException("has a character in its user or password that must be written with %, as @ is %40, / is %2F, ? is %3F and # is %23");
        }

        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (address, database) = slash < 0 ? (place, "") : (place[..slash], place[(slash + 1)..]);
        var settings = new ConfigurationOptions { Ssl = isTls };
        settings.EndPoints.Add(EndPointOf(address, DefaultPort));
        if (database.Length > 0)
        {
            settings.DefaultDatabase = int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException("has something behind its host that is not the number of a database");
        }

        var colon = login.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = colon < 0 ? (login, "") : (login[..colon], login[(colon + 1)..]);
        settings.User = user.Length > 0 ? Uri.UnescapeDataString(user) : null;
        settings.Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null;
        return settings;
    }

    private static ConfigurationOptions OfList(string text)
    {
        // The library takes whatever has no = for a server, wherever it stands: what is behind a comma in a password as well.
        var isBehindSettings = false;
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isSetting = entry.IndexOf('=', StringComparison.Ordinal) > 0;
            if (!isSetting && isBehindSettings)
            {
                throw new FormatException("has something behind its settings that is none; a password with a comma needs the form rediss://user:password@host:port with %2C for the comma");
            }

            // The other name of a command, $GET=name: whatever else begins so is a piece of something secret.
            if (entry.StartsWith('$') && entry[1..].AsSpan().IndexOfAnyExcept(OfCommands) >= 0)
            {
                throw new FormatException("has a setting that begins with $ and is not the other name of a command, in letters, digits, _ and -");
            }

            isBehindSettings |= isSetting;
            if (!isSetting)
            {
                _ = EndPointOf(entry, DefaultPort);
            }
        }

        try
        {
            return ConfigurationOptions.Parse(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // Its message may quote the password.
            throw new FormatException("has a setting that is not known, or that has a wrong value");
        }
    }

    /// <exception cref="FormatException">It is no host name or address with a port.</exception>
    private static EndPoint EndPointOf(string text, int defaultPort)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.Contains(':', StringComparison.Ordinal) ? text.LastIndexOf(':') : text.Length;
        var host = text[..end].Trim('[', ']');
        var port = defaultPort;
        if (end < text.Length && !(text[end] == ':' && int.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue))
        {
            throw NoServer();
        }

        return Uri.CheckHostName(host) switch
        {
            UriHostNameType.Dns => new DnsEndPoint(host, port),
            // Behind the % of an address of IPv6 stands the name of an interface; the check takes anything for one.
            UriHostNameType.IPv4 or UriHostNameType.IPv6 when host.AsSpan().IndexOfAnyExcept(OfAddresses) < 0 => new IPEndPoint(IPAddress.Parse(host), port),
            _ => throw NoServer(),
        };
    }

    private static FormatException NoServer() => new("names a server that is no host name or address with a port of 1 to 65,535");
}
