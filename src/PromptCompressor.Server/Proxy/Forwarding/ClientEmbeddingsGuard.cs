using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>
/// Keeps embeddings of clients from an upstream that takes embeddings. Looks at every body on every route, since chats are read on
/// more than one, and lets nothing through that it cannot read: the upstream might.
/// </summary>
internal sealed class ClientEmbeddingsGuard(IOptions<EmbeddingRouteOptions> options, CurrentTenant tenant)
{
    private const string Field = "prompt_embeds";

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = ConversationReader.MaxDepth };

    /// <exception cref="InvalidRequestException">The body holds embeddings, or cannot be read.</exception>
    /// <exception cref="BadHttpRequestException">It is too large to be looked at.</exception>
    public async Task RefuseAsync(SidecarRequest sidecar)
    {
        var request = sidecar.Http;
        if (!options.Value.Enabled || options.Value.TrustedKeys.Contains(tenant.Value.Name, StringComparer.Ordinal) || IsForm(request))
        {
            return;
        }

        var body = await sidecar.ReadBodyAsync()
            ?? throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
        var errors = new FieldErrors();
        if (body.Length > 0 && request.Headers.ContentEncoding.Count > 0)
        {
            errors.Add("body", "must not be compressed: the upstream takes embeddings, and clients must not send any (Proxy:Soft:TrustedKeys).");
        }
        else if (body.Length > 0)
        {
            Check(body.Span, errors);
        }

        errors.ThrowIfAny();
    }

    /// <summary>Forms carry audio and files; no route takes them for JSON.</summary>
    private static bool IsForm(HttpRequest request) => request.ContentType?.StartsWith("multipart/form-data;", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>By tokens, so that neither escapes nor a field that is there twice hide anything.</summary>
    private static void Check(ReadOnlySpan<byte> body, FieldErrors errors)
    {
        var reader = new Utf8JsonReader(body, Reading);
        var isType = false;
        try
        {
            while (reader.Read())
            {
                var isName = reader.TokenType == JsonTokenType.PropertyName;
                if ((isName || (isType && reader.TokenType == JsonTokenType.String)) && reader.ValueTextEquals(Field))
                {
                    errors.Add(Field, "must not be sent by clients (Proxy:Soft:TrustedKeys).");
                    return;
                }

                isType = isName && reader.ValueTextEquals("type"u8);
            }
        }
        catch (JsonException)
        {
            errors.Add("body", $"must be JSON that nests at most {ConversationReader.MaxDepth} deep: the upstream takes embeddings, and clients must not send any (Proxy:Soft:TrustedKeys).");
        }
    }
}
