namespace PromptCompressor.Benchmarks.Load;

/// <summary>A hundred thousand requests of all sizes, most of them over texts that are known by then.</summary>
internal static class Memory
{
    private const int Requests = 100_000;
    private const int Step = 10_000;
    private const int Known = 400;

    public static async Task<string> RunAsync()
    {
        await using var server = await LoadServer.StartAsync();
        var texts = Enumerable.Range(0, Known).Select(i => LoadTexts.OfAnySize(10, 1000, 200_000 + i)).ToArray();
        var failed = 0;
        var rows = new List<string> { LoadScenarios.Format($"| 0 | {server.Memory:f0} |") };
        var samples = new List<double>();
        for (var done = 0; done < Requests; done += Step)
        {
            await Arrivals.ClosedAsync(Step, 8, async i =>
            {
                var text = i % 250 == 0 ? LoadTexts.OfAnySize(10, 1000, 300_000 + done + i) : texts[(done + i) % Known];
                if ((await server.SendAsync(text)).Status != 200)
                {
                    Interlocked.Increment(ref failed);
                }
            });
            samples.Add(server.Memory);
            rows.Add(LoadScenarios.Format($"| {done + Step} | {samples[^1]:f0} |"));
        }

        var steady = samples[(samples.Count / 2)..];
        return LoadScenarios.Format($"""
            10 to 1000 words, {Known} texts known and one request in 250 new; {failed} failed.

            | requests | resident, MiB |
            |---|---|
            {string.Join('\n', rows)}

            Over the second half: {steady.Min():f0} to {steady.Max():f0} MiB, {(steady.Max() - steady.Min()) / steady.Min():p1} apart.
            """);
    }
}
