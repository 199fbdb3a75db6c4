using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>The groups of routes, in the order in which people meet them.</summary>
internal sealed class TagDescriptions : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Known =
    [
        ("Compression", "Text or messages in, fewer tokens out."),
        ("Compatibility", "Contracts that other compressors have set, for gateways that speak them."),
        ("Explanation", "What became of every word, and why."),
        ("Soft compression", "Text in, concept embeddings out, for self-hosted LLMs that take them in place of tokens."),
        ("LLMLingua", "The Python library's call, for people who compare or migrate."),
        ("Cache", "What is remembered of texts: look, warm, forget."),
        ("Service", "What is loaded, and every limit."),
        ("Health", "Probes for whoever runs the service."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>(Known.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
    }
}
