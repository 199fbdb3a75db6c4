using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Puts replacements into a body, and proves that nothing else has changed.</summary>
internal static class BodySplice
{
    /// <param name="body">The body as it came.</param>
    /// <param name="replacements">In order; those without JSON leave their texts as they came.</param>
    /// <param name="outcome">What is told of it if all goes well.</param>
    public static RewrittenBody Write(ReadOnlyMemory<byte> body, IEnumerable<Replacement> replacements, RewriteOutcome outcome)
    {
        var changed = replacements.Where(replacement => replacement.Json is not null).ToArray();
        if (changed.Length == 0)
        {
            return new RewrittenBody(
                body, outcome.Status == OutcomeStatus.Compressed ? outcome with { Status = OutcomeStatus.Skipped, Reason = RewriteReasons.NoGain } : outcome);
        }

        var output = JsonSplice.Write(body.Span, changed.Select(replacement => new JsonReplacement(replacement.Start, replacement.Length, replacement.Json!)));
        return BodyGuard.Holds(body.Span, output.Span, changed)
            ? new RewrittenBody(output, outcome) { Replacements = changed }
            : new RewrittenBody(body, new RewriteOutcome(OutcomeStatus.FailedOpen, RewriteReasons.Guard));
    }
}
