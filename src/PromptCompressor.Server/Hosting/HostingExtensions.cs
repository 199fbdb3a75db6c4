using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace PromptCompressor.Server.Hosting;

internal static class HostingExtensions
{
    public const string DefaultUrl = "http://localhost:5080";

    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>
    /// Listens at <see cref="DefaultUrl"/> unless --urls, ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS or Kestrel:Endpoints say
    /// otherwise: a default in appsettings.json would win over the environment variables.
    /// </summary>
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        if (!AddressSettings.Any(setting => builder.Configuration.GetSection(setting) is { } section && (section.Value is not null || section.GetChildren().Any())))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // An upstream's headers are read so, and go on byte for byte.
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            var wire = WireJson.Options();
            options.SerializerOptions.PropertyNamingPolicy = wire.PropertyNamingPolicy;
            options.SerializerOptions.Encoder = wire.Encoder;
        });
    }
}
