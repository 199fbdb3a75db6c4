namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>One spelling for all the spellings of a path that one server or another takes for the same.</summary>
internal static class PlainPath
{
    /// <summary>In lower case, without empty segments, parameters of segments (<c>;a=b</c>) and a slash at its end; a <c>%2F</c> or <c>\</c> is a slash.</summary>
    /// <param name="path">Decoded, but for <c>%2F</c>.</param>
    public static string Of(string path)
    {
        var segments = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/').Split('/')
            .Select(segment => segment.Split(';')[0].Trim())
            .Where(segment => segment is not ("" or "."));
        return $"/{string.Join('/', segments)}".ToLowerInvariant();
    }
}
