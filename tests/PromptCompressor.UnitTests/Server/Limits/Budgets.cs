using Microsoft.Extensions.Options;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Limits;

internal static class Budgets
{
    /// <param name="body">Most bytes of one body.</param>
    /// <param name="inFlight">Most bytes of all.</param>
    public static BodyBudget Of(long body, long inFlight) => new(Options.Create(new LimitsOptions { BodyBytes = body, BodyBytesInFlight = inFlight }));
}
