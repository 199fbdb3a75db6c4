using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Originals;

internal static class OriginalsApi
{
    /// <summary>The store of originals, if they are kept, and what reads it.</summary>
    public static IServiceCollection AddOriginals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<OriginalsOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OriginalReader>();
        if (OriginalsOptions.IsOn(configuration))
        {
            services.TryAddSingleton(typeof(IOriginalStore), CachingExtensions.HasRedis(configuration) ? typeof(RedisOriginals) : typeof(MemoryOriginals));
            services.TryAddSingleton<RecoverableTexts>();
        }

        return services.AddWireTypes(OriginalsJsonContext.Wire);
    }

    public static void MapOriginalsApi(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/originals/{hash}", Read)
        .WithTags("Originals")
        .WithName("Original")
        .WithSummary("Get the original of a compressed text, or lines of it")
        .WithDescription("The hash stands in the marks of compressed texts, behind `hash=`, and in `originals` of `/v1/compress`. Originals are only kept, and hashes only written, with "
            + "`Originals:Enabled`, for `Originals:TtlSeconds`, and for the caller's namespace alone: 404 for any other. The answer has at most `max_characters`; `next_line` says where to go on.")
        .ProducesProblems(
            StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);

    /// <param name="context">Its response is marked <c>no-store</c>, since it holds the text of a user.</param>
    /// <param name="hash">The hash in the mark: 24 hexadecimal digits in lower case.</param>
    /// <param name="reader">Finds the original.</param>
    /// <param name="firstLine">Number of the first line to return, a whole number from 1; default 1.</param>
    /// <param name="lastLine">Number of the last line to return, a whole number; default: the last one of the text.</param>
    /// <param name="search">Text of 1 to 1,000 characters: only lines that contain it are returned, regardless of case, with their numbers.</param>
    /// <param name="maxCharacters">Largest number of characters (UTF-16 code units) of text in the answer, 1 to 1,000,000; default 20,000.</param>
    /// <param name="cancellation">The caller left.</param>
    public static async Task<Ok<OriginalResponse>> Read(
        HttpContext context,
        string hash,
        OriginalReader reader,
        [FromQuery(Name = "first_line")] string? firstLine = null,
        [FromQuery(Name = "last_line")] string? lastLine = null,
        [FromQuery(Name = "search")] string? search = null,
        [FromQuery(Name = "max_characters")] string? maxCharacters = null,
        CancellationToken cancellation = default)
    {
        context.Response.Headers.CacheControl = "no-store";
        var errors = new FieldErrors();
        var query = new OriginalQuery
        {
            Hash = hash,
            FirstLine = Whole("first_line", firstLine) ?? 1,
            LastLine = Whole("last_line", lastLine),
            Search = search,
            MaxCharacters = Whole("max_characters", maxCharacters) ?? OriginalQuery.DefaultCharacters,
        };
        errors.ThrowIfAny();
        return TypedResults.Ok(await reader.ReadAsync(query, cancellation));

        // Read here and not by the framework, whose refusal names no parameter.
        int? Whole(string name, string? value)
        {
            if (value is null)
            {
                return null;
            }

            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            errors.Add(name, "must be a whole number.");
            return null;
        }
    }
}
