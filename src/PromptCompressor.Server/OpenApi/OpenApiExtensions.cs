using Microsoft.OpenApi;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.OpenApi;

internal static class OpenApiExtensions
{
    public const string DocumentName = "v1";
    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_1;

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, new OpenApiInfo
            {
                Title = "PromptCompressor",
                Version = DocumentName,
                Description = "Long context comes in, the same facts leave in fewer tokens.",
            });
            options.IncludeXmlComments(typeof(OpenApiExtensions).Assembly);
            options.SupportNonNullableReferenceTypes();
            options.MapType<RawJson>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.SchemaFilter<RequestSchemas>();
            options.SchemaFilter<NullableObjects>();
            options.AddSecurityDefinition(ApiKeySecurity.Scheme, ApiKeySecurity.Definition);
            options.OperationFilter<ApiKeySecurity>();
            options.OperationFilter<OperationExamples>();
            options.DocumentFilter<TagDescriptions>();
        });
    }

    /// <summary>The document at /swagger/v1/swagger.json and a page to try it at /swagger.</summary>
    public static void UseOpenApiPages(this WebApplication app)
    {
        app.UseSwagger(options => options.OpenApiVersion = SpecVersion);
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "PromptCompressor";
            options.DisplayOperationId();
            options.DefaultModelsExpandDepth(1);
            options.EnableTryItOutByDefault();
        });
    }
}
