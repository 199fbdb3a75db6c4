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
    /// <param name="format">The field.</param>
    /// <param name="dtype">The field.</param>
    /// <param name="errors">Told what is wrong.</param>
    /// <returns>Null if something is wrong with the fields.</returns>
    /// <exception cref="BadHttpRequestException">None of the accepted types can be had.</exception>
    public static PayloadChoice? Of(IList<MediaTypeHeaderValue>? accept, string? format, string? dtype, FieldErrors errors)
    {
        var asked = format is null ? null : PayloadFormat.Find(format);
        if (format is not null && asked is null)
        {
            errors.Add("format", $"must be one of: {string.Join(", ", PayloadFormat.All.Select(one => one.Name))}.");
            return null;
        }

        var bare = BareOf(accept);
        if (bare is not null && asked is not null && bare != asked && bare != PayloadFormat.Raw)
        {
            errors.Add("format", $"is '{format}', but the Accept header asks for {bare.MediaType}.");
            return null;
        }

        var chosen = asked ?? bare ?? PayloadFormat.Torch;
        var type = dtype is null ? chosen.DefaultType : EmbeddingTypes.Find(dtype);
        if (type is null)
        {
            errors.Add("dtype", $"must be one of: {string.Join(", ", EmbeddingTypes.Names)}.");
            return null;
        }

        if (!chosen.Supports(type.Value))
        {
            errors.Add("dtype", $"cannot be '{dtype}' with the format '{chosen.Name}': NumPy has no such numbers. Use f32 or f16.");
            return null;
        }

        return new PayloadChoice(chosen, type.Value, bare is not null);
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
