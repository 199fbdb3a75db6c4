using System.Globalization;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Compresses messages by the sidecar's rules, with Headroom's defaults: results of tools, and texts of the user if asked for.</summary>
internal sealed class HeadroomCompression(
    IRewriteServices services, ConversationCompressor compressor, TreatedTexts treated, CurrentTenant tenant, IOptions<LimitsOptions> limits, IOptions<PolicyOptions> policy)
{
    private const string Words = "llmlingua2";

    private const int MinTokens = 300;

    /// <exception cref="System.Text.Json.JsonException">The body is no such request; the message says why.</exception>
    /// <exception cref="CompressionException">It cannot be compressed now.</exception>
    public async Task<HeadroomResponse> RunAsync(ReadOnlyMemory<byte> body, bool isBypassed, CancellationToken cancellation)
    {
        // :: Step 1: read, and see whether there is anything to do.
        var request = HeadroomBody.Read(body);
        var conversation = request.Conversation;
        if (isBypassed || conversation.Messages == 0)
        {
            return Respond(request, [], 0, 0);
        }

        if (!services.IsReady)
        {
            throw new CompressionException(CompressionErrorKind.NotReady, "The models are still loading.");
        }

        // :: Step 2: count. The answer tells the tokens of all texts, selected or not.
        var counter = treated.CounterOf(services.CounterOf(conversation.Model), tenant.Value);
        var before = conversation.Texts.Aggregate(0L, (tokens, text) => TokenLimit.Add(tokens, text.CountTokens(counter), limits.Value.OriginTokens));

        // :: Step 3: compress as in the sidecar.
        var rewritten = await compressor.RunAsync(
            new RewriteRequest
            {
                Conversation = conversation,
                Planner = new Planner(PolicyOf(request.Config)),
                Overrides = new RequestOverrides { Frozen = request.Config.FrozenMessageCount ?? 0 },
                Tenant = tenant.Value,
                MustBeRecoverable = true,
                WordsMark = WordsMark,
            },
            cancellation);
        var replacements = rewritten.Replacements;

        // :: Step 4: answer. Only what was replaced has another count than before.
        return Respond(request, replacements, before, before - Saved(conversation, replacements, counter));
    }

    /// <summary>Headroom's own words: its items are words here.</summary>
    private static string WordsMark(int all, int left) => string.Create(CultureInfo.InvariantCulture, $"{all} items compressed to {left}. ");

    /// <summary>Headroom's rules, but for the tools that the operator names.</summary>
    private PolicyOptions PolicyOf(HeadroomConfig config) => new()
    {
        Kinds = config.CompressUserMessages == true ? [TextKind.Tool, TextKind.Document, TextKind.User] : [TextKind.Tool, TextKind.Document],
        Ranges = [new() { MinTokens = MinTokens, Rate = config.TargetRatio ?? CompressPlanner.DefaultRate }],
        CompressMarked = false,
        ExemptTools = policy.Value.ExemptTools,
        ForcedTools = policy.Value.ForcedTools,
    };

    private static long Saved(Conversation conversation, IReadOnlyList<Replacement> replacements, ITokenCounter counter)
    {
        var texts = conversation.Texts.ToDictionary(text => text.Start);
        return replacements.Sum(replacement => (long)texts[replacement.Start].CountTokens(counter) - replacement.TokensOfText(counter));
    }

    private static HeadroomResponse Respond(
        HeadroomBody request, IReadOnlyList<Replacement> replacements, long before, long after)
    {
        var transforms = after < before ? TransformsOf(replacements) : new Dictionary<string, int>();
        return new HeadroomResponse
        {
            Messages = request.MessagesWith(replacements),
            TokensBefore = before,
            TokensAfter = after,
            TokensSaved = before - after,
            CompressionRatio = before == 0 ? 1 : Math.Round((double)after / before, 4),
            TransformsApplied = [.. transforms.Keys.Order(StringComparer.Ordinal)],
            TransformsSummary = transforms,
            CcrHashes = [.. replacements.Select(replacement => replacement.Original).OfType<string>()],
        };
    }

    /// <summary>In how many texts words were chosen, and blocks of each kind shrunk by which method, as <c>log:terminal_text</c>.</summary>
    private static Dictionary<string, int> TransformsOf(IReadOnlyList<Replacement> replacements) => replacements
        .SelectMany(replacement => (replacement.Blocks is not { } blocks ? [Words] : blocks.SelectMany(
            block => block.Methods, (block, method) => method == BlockOutcome.Words ? Words : $"{ContentNames.Of(block.Kind)}:{method}")).Distinct(StringComparer.Ordinal))
        .CountBy(transform => transform, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);
}
