using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>Decides which texts of a conversation are compressed, and how far. Looks at each text by itself.</summary>
internal sealed class Planner(PolicyOptions policy)
{
    private static readonly SizeRange Untouched = new() { Rate = 1 };

    public bool IsExemptModel(string model) => policy.ExemptModels.Any(name => ModelNames.Match(name, model));

    public bool IsExemptKey(Tenant tenant) => policy.ExemptKeys.Contains(tenant.Name, StringComparer.Ordinal);

    /// <summary>Null if the LLM has no price.</summary>
    public CostModel? CostsOf(string model) => policy.Prices.FirstOrDefault(price => ModelNames.Match(price.Model, model)) is { } price
        ? new CostModel(price, isStable: policy is { KeepLast: 0, Question: not QuestionSource.Last })
        : null;

    /// <returns>Only texts with something to do, in order.</returns>
    public List<TextPlan> Plan(Conversation conversation, RequestOverrides overrides, ITokenCounter counter)
    {
        var keepFrom = conversation.Messages - Math.Max(policy.KeepLast, overrides.KeepLast);
        var plans = new List<TextPlan>();
        for (var i = 0; i < conversation.Texts.Count; i++)
        {
            var text = conversation.Texts[i];
            var isSelected = policy.KindsOrDefault.Contains(text.Kind)
                && text.Message < keepFrom
                && (policy.CompressMarked || i >= conversation.Marked);
            if (PlanOf(text, isSelected, overrides, counter) is { } plan)
            {
                plans.Add(plan);
            }
        }

        return plans;
    }

    /// <summary>Only takes the tags out.</summary>
    public static IEnumerable<TextPlan> WithoutCompression(IEnumerable<TextPlan> plans) => plans
        .Where(plan => plan.Parts is { } parts && TextPart.Content(plan.Text.Text, parts).Length < plan.Text.Text.Length)
        .Select(plan => plan with { Parts = [.. plan.Parts!.Select(part => part with { Rate = 1 })], Rate = 1, TargetTokens = null });

    /// <summary>What the user wants to know, or null.</summary>
    public string? QuestionOf(Conversation conversation, int longest)
    {
        var texts = conversation.Texts.Where(text => text.Kind == TextKind.User);
        var text = policy.Question switch
        {
            QuestionSource.First => texts.FirstOrDefault(),
            QuestionSource.Last => texts.LastOrDefault(),
            _ => null,
        };

        // Of a long text the end is where a question stands.
        return text?.Text is { } question ? question[Math.Max(0, question.Length - longest)..] : null;
    }

    private TextPlan? PlanOf(PromptText text, bool isSelected, RequestOverrides overrides, ITokenCounter counter)
    {
        var tags = MessageTags.Read(text.Text);
        // A token is a byte at least, and a UTF-16 unit three bytes at most.
        if (tags is null && (!isSelected || text.Text.Length * 3L < SmallestSize(overrides)))
        {
            return null;
        }

        var tokens = counter.Count(text.Text);
        var range = policy.RangesOrDefault.LastOrDefault(range => range.MinTokens <= tokens);
        if (tokens < overrides.MinTokens)
        {
            range = null;
        }

        if (tags is null)
        {
            return range is null ? null : Make(text, text.Kind == TextKind.User ? Edges.Parts(text.Text, policy.EdgeTokens, counter) : null, range, tokens, overrides);
        }

        // Who writes a tag wants it done, in whatever message of whatever size.
        range = tags.HasCompress ? range ?? policy.RangesOrDefault[0] : isSelected ? range ?? Untouched : Untouched;
        var parts = tags.Parts.Select(part => part.Rate is { } rate ? part with { Rate = Math.Max(rate, overrides.Rate) } : part);
        return Make(text, [.. parts], range, tokens, overrides);
    }

    private int SmallestSize(RequestOverrides overrides) => Math.Max(policy.RangesOrDefault[0].MinTokens, overrides.MinTokens);

    private static TextPlan Make(PromptText text, IReadOnlyList<TextPart>? parts, SizeRange range, int tokens, RequestOverrides overrides) => new(
        text,
        parts,
        range.Rate is { } rate ? Math.Max(rate, overrides.Rate) : null,
        range.TargetTokens is { } target ? Math.Max(target, (int)Math.Ceiling(overrides.Rate * tokens)) : null);
}
