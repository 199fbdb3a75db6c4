using PromptCompressor.Core.Text;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>What is to be done with a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Parts">Its parts, where tags or edges are treated apart; null for the text as a whole.</param>
/// <param name="Rate">Share of tokens to keep of parts that have no rate; null with a target.</param>
/// <param name="TargetTokens">Tokens to keep.</param>
internal sealed record TextPlan(PromptText Text, IReadOnlyList<TextPart>? Parts, double? Rate, int? TargetTokens)
{
    /// <summary>Nothing is left out but tags.</summary>
    public bool IsWhole => Rate >= 1 && Parts?.All(part => part.Rate is null or >= 1) != false;
}
