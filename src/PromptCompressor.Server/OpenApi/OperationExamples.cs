using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>Adds examples of requests and problems.</summary>
internal sealed class OperationExamples(ProblemMapper problems) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (RequestExamples.Of(operation.OperationId) is { } examples)
        {
            ((OpenApiMediaType)operation.RequestBody!.Content!.Values.Single()).Examples = examples.ToDictionary(
                example => example.Key,
                IOpenApiExample (example) => new OpenApiExample { Summary = example.Key, Value = JsonNode.Parse(example.Value) });
        }

        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            sorted[status] = response;
            if (response.Content?.TryGetValue(Problem.MediaType, out var content) == true && content is OpenApiMediaType media)
            {
                media.Example = ProblemExamples.Of(problems, status);
            }
        }

        operation.Responses = sorted;
    }
}
