using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PromptCompressor.Server.OpenApi;

/// <summary>The groups of routes, in the order in which people meet them.</summary>
internal sealed class TagDescriptions : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Known =
    [
        ("Compression", "Compress texts and chat messages."),
        ("Compatibility", "APIs of other compressors, for gateways that use them."),
        ("Explanation", "Explain which words were kept, and why."),
        ("Soft compression", "Turn text into concept embeddings, which self-hosted LLMs read in place of tokens."),
        ("LLMLingua", "The call of LLMLingua's Python library, for comparison and migration."),
        ("Originals", "Get back what compression left out."),
        ("Cache", "Inspect, fill and clear the cache of scores."),
        ("Service", "Version, models and limits of the service."),
        ("Health", "Probes for orchestrators and load balancers."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>(Known.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
    }
}
