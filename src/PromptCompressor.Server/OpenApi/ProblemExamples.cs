using System.Text.Json;
using System.Text.Json.Nodes;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.OpenApi;

/// <summary>What problems look like, made by the mapper that makes the real ones.</summary>
internal static class ProblemExamples
{
    private static readonly Exception[] Failures =
    [
        new BadHttpRequestException("The body is not valid JSON, or nests deeper than 64 levels, at line 1, byte 14."),
        new BadHttpRequestException("The answer can be had as: application/x-torch, application/json, application/octet-stream.", StatusCodes.Status406NotAcceptable),
        new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge),
        new BadHttpRequestException("The body came as text/plain; it must be application/json, in UTF-8.", StatusCodes.Status415UnsupportedMediaType),
        new InvalidRequestException(new Dictionary<string, string[]>
        {
            ["rate"] = ["must be greater than 0 and at most 1."],
            ["contxt"] = ["is not a field of this request; did you mean 'context'?"],
        }),
        new NotFoundException("No original with this hash is kept for this caller: there never was one, it has expired (86400 seconds, Originals:TtlSeconds), or others took its room."),
        new CompressionException(CompressionErrorKind.Overloaded, "The service has as much work as it takes; try again later."),
        new CompressionException(CompressionErrorKind.Model, "The model failed."),
        new CompressionException(CompressionErrorKind.NotReady, "The models are still loading."),
    ];

    public static JsonNode? Of(ProblemMapper problems, string status)
    {
        foreach (var failure in Failures)
        {
            var problem = problems.Of(failure);
            if (problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) == status)
            {
                return JsonSerializer.SerializeToNode(problem, ErrorsJsonContext.Wire.Problem);
            }
        }

        return status == "401" ? JsonSerializer.SerializeToNode(ProblemMapper.Of(StatusCodes.Status401Unauthorized), ErrorsJsonContext.Wire.Problem) : null;
    }
}
