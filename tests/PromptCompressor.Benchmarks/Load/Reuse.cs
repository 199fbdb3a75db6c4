namespace PromptCompressor.Benchmarks.Load;

/// <summary>Chats: each turn sends the whole conversation again, a new question, and one of 50 documents.</summary>
internal static class Reuse
{
    private const int Conversations = 40;
    private const int Turns = 10;
    private const int Documents = 50;

    public static async Task<string> RunAsync()
    {
        var (hitRate, cached) = await ReplayAsync(Conversations, []);
        var (_, uncached) = await ReplayAsync(Conversations / 8, Capacity.NoCache);
        return LoadScenarios.Format($"""
            {Conversations} conversations of {Turns} turns, four at once.

            | | segments hit | tokens/s |
            |---|---|---|
            | with the cache | {hitRate:p1} | {cached:f0} |
            | without ({Conversations / 8} conversations) | | {uncached:f0} |

            With the cache {cached / uncached:f1} times as fast.
            """);
    }

    /// <returns>Share of segments hit, and tokens of the requests by the second.</returns>
    private static async Task<(double HitRate, double Speed)> ReplayAsync(int conversations, string[] settings)
    {
        await using var server = await LoadServer.StartAsync(settings);
        var before = await server.CacheAsync();
        var tokens = 0L;
        var time = await Arrivals.ClosedAsync(conversations, 4, async conversation =>
        {
            var random = new Random(conversation);
            var text = "";
            for (var turn = 0; turn < Turns; turn++)
            {
                text += $"{LoadTexts.Of(20, (conversation * Turns) + turn)}?\n\n{LoadTexts.Of(350, 100_000 + random.Next(Documents))}.\n\n";
                Interlocked.Add(ref tokens, BenchText.Counter.Count(text));
                await server.SendAsync(text);
            }
        });
        var after = await server.CacheAsync();
        var (hits, misses) = (Grown("hits"), Grown("misses"));
        return (hits / (hits + misses), tokens / time.TotalSeconds);

        double Grown(string field) => (double)after[field]! - (double)before[field]!;
    }
}
