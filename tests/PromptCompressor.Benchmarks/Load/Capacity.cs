namespace PromptCompressor.Benchmarks.Load;

/// <summary>What the service can do: requests whose every segment is a miss, as many at once as it likes.</summary>
internal sealed class Capacity
{
    public const int Words = 400;
    public const int Requests = 80;
    private const int Concurrency = 16;

    /// <summary>For a service without a cache: the same texts are misses again.</summary>
    public static string[] NoCache { get; } = ["--Cache:MemoryMegabytes", "0"];

    public static string[] Texts { get; } = [.. Enumerable.Range(0, Requests).Select(i => LoadTexts.Of(Words, i))];

    /// <returns>Requests a second of a service that has run for a while, so that its code is compiled for good.</returns>
    public static async Task<double> MeasureWarmAsync(LoadServer server)
    {
        for (var i = 0; i < 3; i++)
        {
            await MeasureAsync(server);
        }

        return await MeasureAsync(server);
    }

    /// <returns>Requests a second.</returns>
    public static async Task<double> MeasureAsync(LoadServer server)
    {
        var time = await Arrivals.ClosedAsync(Requests, Concurrency, async i =>
        {
            var (status, body) = await server.SendAsync(Texts[i]);
            if (status != 200)
            {
                throw new InvalidOperationException(body);
            }
        });
        return Requests / time.TotalSeconds;
    }
}
