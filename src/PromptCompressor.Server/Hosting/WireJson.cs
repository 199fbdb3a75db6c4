using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PromptCompressor.Server.Hosting;

/// <summary>How this service writes JSON. Each room lists the types that it writes in a serializer context of its own.</summary>
internal static class WireJson
{
    /// <summary>Options for a serializer context. A context owns its options, so each call makes new ones.</summary>
    /// <param name="indented">For people at a terminal.</param>
    public static JsonSerializerOptions Options(bool indented = false) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // Text in other scripts than Latin stays readable and short: nothing here is ever put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };

    /// <summary>Lets responses of the web host be written by a room's serializer context.</summary>
    public static IServiceCollection AddWireTypes(this IServiceCollection services, JsonSerializerContext context) => services
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, context));
}
