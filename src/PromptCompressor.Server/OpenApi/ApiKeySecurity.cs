using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Security;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>Tells which operations take a key. Needed or not is a setting, so that it is optional in the document.</summary>
internal sealed class ApiKeySecurity : IOperationFilter
{
    public const string Scheme = "key";

    public static OpenApiSecurityScheme Definition => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Header,
        Name = ApiKeyCheck.Header,
        Description = "The key of a client; required if the service has keys (Security:ApiKeys).",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            return;
        }

        operation.Security = [[], new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        operation.Responses![StatusCodes.Status401Unauthorized.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
        {
            Description = "Unauthorized",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [Problem.MediaType] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository) },
            },
        };
    }
}
