using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Limits;

internal static class LimitsExtensions
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSettings<LimitsOptions>();

        // Kestrel cuts the connection of a body over its limit, and most clients then never see the answer. So a body that
        // is somewhat too large is read to its end and told so by JsonBody; only far larger ones are cut off. The server is made
        // before settings are checked: read from the configuration, a wrong limit is told together with all that is wrong.
        services.AddOptions<KestrelServerOptions>()
            .Configure<IConfiguration>((kestrel, configuration) =>
            {
                kestrel.Limits.MaxRequestBodySize = BodyBytesOf(configuration) * 4;

                // So much of a connection is read at one go, and answers to other connections wait meanwhile.
                kestrel.Limits.MaxRequestBufferSize = UnreadBody.PieceBytes;
            });
        services.AddSingleton<BodyBudget>();

        // Without it, gzip and Brotli take half of a body for a whole one.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        services.AddRequestDecompression(unpacking => unpacking.DecompressionProviders["zstd"] = new Zstd());
        services.AddSingleton<LargeWork>();
        return services;
    }

    /// <summary>
    /// Unpacks bodies for this service's own routes; what goes to an upstream stays as it is. What comes out is bounded as any body is: a small one that unpacks to a huge one gets 413.
    /// </summary>
    public static void UseUnpacking(this WebApplication app) => app.UseWhen(context => context.GetEndpoint() is not null, own => own.UseRequestDecompression());

    /// <summary>
    /// Bounds the bytes of bodies that are held. The sidecar, which holds only those of chats, does so itself, and so does a route that takes a body without
    /// an end.
    /// </summary>
    public static void UseBodyBudget(this WebApplication app)
    {
        var budget = app.Services.GetRequiredService<BodyBudget>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint() is not { } endpoint)
            {
                await next(context);
                return;
            }

            if (endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { MaxRequestBodySize: null })
            {
                context.Request.Body = new CountedBody(context.Request.Body, lease: null);
                await next(context);
                return;
            }

            using var lease = budget.Open();
            lease.CheckRoomFor(context.Request.ContentLength);
            context.Request.Body = new CountedBody(context.Request.Body, lease);
            await next(context);
        });
    }

    private static long BodyBytesOf(IConfiguration configuration) =>
        Math.Max(0, (configuration.GetSection(LimitsOptions.SectionName).Get<LimitsOptions>() ?? new LimitsOptions()).BodyBytes);
}
