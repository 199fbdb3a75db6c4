using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.OpenApi;

internal static class OpenApiExtensions
{
    /// <summary>The API's major version, part of every address; the document's version is the program's.</summary>
    public const string DocumentName = "v1";
    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_1;

    private const string Description = """
        Compresses prompts to a share or a number of the tokens of your LLM. Of prose it keeps the words that carry most; logs, JSON, tables, diffs and code shrink
        without loss first, then by whole records.

        Not listed here: the sidecar's routes (`/v1/chat/completions`, `/v1/messages` and others, with `Proxy:Upstream` set), the Model Context Protocol at `/mcp`,
        and metrics for Prometheus at `/metrics`.
        """;

    /// <summary>What Swagger UI lacks: a viewport, without which phones show the page as wide as a desktop's; a page that fits into 320 pixels; marks and links with enough contrast.</summary>
    private const string Head = """
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        .swagger-ui .info .title { overflow-wrap: anywhere; font-size: clamp(22px, 7vw, 36px); }
        .swagger-ui .info .title small { background: #4a5160; }
        .swagger-ui .info .title small.version-stamp { background: #3f6212; }
        .swagger-ui .info a, .swagger-ui .info .url { color: #1d5fb4; }
        html.dark-mode .swagger-ui .info a, html.dark-mode .swagger-ui .info .url { color: #8ab8f5; }
        .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #15734a; }
        .swagger-ui .opblock.opblock-get .opblock-summary-method, .swagger-ui .btn.execute { background: #1d5fb4; }
        .swagger-ui .btn.authorize, .swagger-ui .btn.authorize span { color: #15734a; }
        html.dark-mode .swagger-ui .btn.authorize, html.dark-mode .swagger-ui .btn.authorize span { color: #5fd09c; }
        .swagger-ui .json-schema-2020-12-expand-deep-button { color: #50555c; }
        .swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
        @media (max-width: 640px) {
          .swagger-ui .response-col_links { display: none; }
          .swagger-ui table.responses-table { table-layout: fixed; }
        }
        </style>
        """;

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, new OpenApiInfo
            {
                Title = "PromptCompressor",
                Version = ProgramVersion.Number,
                Description = Description,
            });
            options.IncludeXmlComments(typeof(OpenApiExtensions).Assembly);
            options.SupportNonNullableReferenceTypes();
            options.MapType<JsonNode>(() => new OpenApiSchema());
            options.MapType<RawJson>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            options.SchemaFilter<RequestSchemas>();
            options.SchemaFilter<NullableObjects>();
            options.AddSecurityDefinition(ApiKeySecurity.Scheme, ApiKeySecurity.Definition);
            options.OperationFilter<ApiKeySecurity>();
            options.OperationFilter<OperationExamples>();
            options.DocumentFilter<TagDescriptions>();
        });
    }

    /// <summary>The document at /swagger/v1/swagger.json and a page to try it at /swagger. Both are open where keys are set: they tell nothing that the source does not, and the page takes the key.</summary>
    public static void UseOpenApiPages(this WebApplication app)
    {
        app.UseSwagger(options => options.OpenApiVersion = SpecVersion);
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "PromptCompressor";
            options.HeadContent = Head;
            options.DisplayOperationId();
            options.DefaultModelsExpandDepth(1);
            options.EnableTryItOutByDefault();
        });
    }
}
