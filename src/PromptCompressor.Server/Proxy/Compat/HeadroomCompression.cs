using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Compresses messages by the sidecar's rules, with Headroom's defaults: results of tools, and texts of the user if asked for.</summary>
/// <param name="retrievable">Marks what was compressed; null if originals are not kept.</param>
internal sealed class HeadroomCompression(Func<CompressionTools> tools, CurrentTenant tenant, IOptions<LimitsOptions> limits, RetrievableTexts? retrievable = null)
{
    private const string Transform = "llmlingua2";

    private static readonly RequestOverrides NoOverrides = new();

    private readonly ConversationCompressor _toolsOnly = CompressorOf(tools, limits, TextKind.Tool, TextKind.Document);
    private readonly ConversationCompressor _usersToo = CompressorOf(tools, limits, TextKind.Tool, TextKind.Document, TextKind.User);

    /// <exception cref="JsonException">The body is no such request; the message says why.</exception>
    /// <exception cref="Core.Errors.CompressionException">It cannot be compressed now.</exception>
    public async Task<HeadroomResponse> RunAsync(ReadOnlyMemory<byte> body, bool isBypassed, CancellationToken cancellation)
    {
        var conversation = ConversationReader.Read(body, ChatFormat.ChatCompletions);
        var usersToo = Check(body);
        if (isBypassed || conversation.Messages == 0)
        {
            return Respond(new MarkedBody(body, []), 0, 0);
        }

        var use = tools();
        var counter = use.Counters.Find(conversation.Model) ?? use.Counters.Find(CompressPlanner.DefaultTokenizer)!;
        TokenLimit.Check([.. conversation.Texts.Select(text => text.Text)], counter, limits.Value.OriginTokens);
        var compressor = usersToo ? _usersToo : _toolsOnly;
        var rewritten = await compressor.RunAsync(body, ChatFormat.ChatCompletions, NoOverrides, tenant.Value, cancellation);
        var output = retrievable is null
            ? new MarkedBody(rewritten.Body, [])
            : await retrievable.MarkAsync(body, rewritten.Body, counter, tenant.Value, cancellation);
        return Respond(output, TokensOf(conversation), TokensOf(ConversationReader.Read(output.Body, ChatFormat.ChatCompletions)));

        long TokensOf(Conversation messages) => messages.Texts.Sum(text => (long)counter.Count(text.Text));
    }

    private static ConversationCompressor CompressorOf(Func<CompressionTools> tools, IOptions<LimitsOptions> limits, params TextKind[] kinds) =>
        new(tools, Options.Create(new ProxyOptions()), Options.Create(new PolicyOptions { Kinds = kinds }), limits);

    /// <returns>Whether texts of the user are compressed as well.</returns>
    private static bool Check(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = ConversationReader.MaxDepth });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array
            || !root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("The body must be an object with messages, a list, and model, a string.");
        }

        if (messages.EnumerateArray().Any(message => message.ValueKind != JsonValueKind.Object))
        {
            throw new JsonException("Each of messages must be an object.");
        }

        return root.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("compress_user_messages", out var usersToo)
            && usersToo.ValueKind == JsonValueKind.True;
    }

    private static HeadroomResponse Respond(MarkedBody output, long before, long after)
    {
        var transformed = after < before ? 1 : 0;
        using var document = JsonDocument.Parse(output.Body, new JsonDocumentOptions { MaxDepth = ConversationReader.MaxDepth });
        return new HeadroomResponse
        {
            Messages = [.. document.RootElement.GetProperty("messages").EnumerateArray().Select(message => new RawJson(JsonMarshal.GetRawUtf8Value(message).ToArray()))],
            TokensBefore = before,
            TokensAfter = after,
            TokensSaved = before - after,
            CompressionRatio = before == 0 ? 1 : Math.Round((double)after / before, 4),
            TransformsApplied = transformed > 0 ? [Transform] : [],
            TransformsSummary = transformed > 0 ? new Dictionary<string, int> { [Transform] = transformed } : new Dictionary<string, int>(),
            CcrHashes = output.Hashes,
        };
    }
}
