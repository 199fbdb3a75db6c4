using Microsoft.Net.Http.Headers;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Soft;

/// <summary>How a request wants its rows.</summary>
/// <param name="Format">The form.</param>
/// <param name="Type">The numbers.</param>
/// <param name="IsBare">The answer is the payload itself, and not JSON that holds it.</param>
internal sealed record PayloadChoice(PayloadFormat Format, EmbeddingType Type, bool IsBare)
{
    /// <param name="accept">The <c>Accept</c> header, the most wanted first or with weights; null or empty for none.</param>
    /// <param name="format">The field; an unknown name is told with the field, and there is no choice.</param>
    /// <param name="dtype">The field; an unknown name, told in the same way, counts as absent.</param>
    /// <exception cref="BadHttpRequestException">None of the accepted types can be had.</exception>
    public static Resolved<PayloadChoice> Resolve(IList<MediaTypeHeaderValue>? accept, string? format, string? dtype)
    {
        var asked = format is null ? null : PayloadFormat.Find(format);
        if (format is not null && asked is null)
        {
            return new(null, []);
        }

        var bare = BareOf(accept);
        if (bare is not null && asked is not null && bare != asked && bare != PayloadFormat.Raw)
        {
            return new(new FieldError("format", $"is '{format}', but the Accept header asks for {bare.MediaType}."));
        }

        var chosen = asked ?? bare ?? PayloadFormat.Torch;
        var type = (dtype is null ? null : EmbeddingTypes.Find(dtype)) ?? chosen.DefaultType;
        return chosen.Supports(type)
            ? new(new PayloadChoice(chosen, type, bare is not null))
            : new(new FieldError("dtype", $"cannot be '{dtype}' with the format '{chosen.Name}': NumPy has no such numbers. Use f32 or f16."));
    }

    /// <summary>The payload type that is wanted most; null if JSON is.</summary>
    private static PayloadFormat? BareOf(IList<MediaTypeHeaderValue>? accept)
    {
        if (accept is null or [])
        {
            return null;
        }

        foreach (var wanted in accept.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (wanted.MatchesAllTypes || wanted.MediaType.Equals("application/*", StringComparison.Ordinal))
            {
                return null;
            }

            if (PayloadFormat.All.FirstOrDefault(format => wanted.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase)) is { } format)
            {
                return format == PayloadFormat.Json ? null : format;
            }
        }

        throw new BadHttpRequestException(
            $"The answer can be had as: {string.Join(", ", PayloadFormat.All.Select(format => format.MediaType))}.", StatusCodes.Status406NotAcceptable);
    }
}
