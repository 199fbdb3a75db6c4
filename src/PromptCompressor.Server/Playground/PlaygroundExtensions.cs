using Microsoft.Extensions.FileProviders;

namespace PromptCompressor.Server.Playground;

/// <summary>A page to try the service by hand, at <c>/</c>. Its files are part of the assembly, so that they are wherever the program is.</summary>
internal static class PlaygroundExtensions
{
    /// <summary>Nothing but the service's own files and routes; nothing in the page's HTML runs.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UsePlayground(this WebApplication app) => app.UseFileServer(new FileServerOptions
    {
        FileProvider = new EmbeddedFileProvider(typeof(PlaygroundExtensions).Assembly, $"{typeof(PlaygroundExtensions).Namespace}.Site"),
        StaticFileOptions = { OnPrepareResponse = file => Protect(file.Context.Response.Headers) },
    });

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // A new version of the program is a new page at once; an entity tag makes that cheap.
        headers.CacheControl = "no-cache";
    }
}
