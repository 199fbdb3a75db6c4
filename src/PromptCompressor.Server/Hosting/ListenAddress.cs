namespace PromptCompressor.Server.Hosting;

/// <summary>Where a service that was started with the same settings can be asked, from this machine.</summary>
internal static class ListenAddress
{
    /// <summary>The first address of the settings, in the order in which the server looks at them.</summary>
    public static Uri Of(IConfiguration configuration)
    {
        var endpoint = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(child => child["Url"]).FirstOrDefault(url => url is not null);
        var address = endpoint ?? First(configuration["urls"])
            ?? (First(configuration["http_ports"]) is { } http ? $"http://localhost:{http}" : null)
            ?? (First(configuration["https_ports"]) is { } https ? $"https://localhost:{https}" : null)
            ?? HostingExtensions.DefaultUrl;

        // What stands for every address of the machine is no address to ask.
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var host = address[(scheme + 3)..];
        foreach (var any in (string[])["*", "+", "0.0.0.0", "[::]"])
        {
            if (host.StartsWith(any, StringComparison.Ordinal))
            {
                return new Uri($"{address[..scheme]}://localhost{host[any.Length..]}");
            }
        }

        return new Uri(address);
    }

    private static string? First(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : null;
}
