using System.Globalization;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>
/// Real requests to real processes, client and service on the same cores; the client's part is small, and the baseline is measured
/// in the same run with this client idle.
/// </summary>
internal static class LoadScenarios
{
    private static readonly IReadOnlyDictionary<string, Func<Task<string>>> All = new Dictionary<string, Func<Task<string>>>(StringComparer.Ordinal)
    {
        ["throughput"] = () => Throughput.RunAsync("xlmr-mini"),
        ["throughput-fast"] = () => Throughput.RunAsync(LoadTexts.Model),
        ["latency"] = Latency.RunAsync,
        ["answers"] = Answers.RunAsync,
        ["reuse"] = Reuse.RunAsync,
        ["overload"] = Overload.RunAsync,
        ["outage"] = Outage.RunAsync,
        ["memory"] = Memory.RunAsync,
        ["chaos"] = () => Chaos.RunAsync(Chaos.Minutes),
        ["soak"] = () => Soak.RunAsync(Soak.Minutes),
    };

    /// <param name="names">Scenarios; none: all.</param>
    public static async Task RunAsync(string[] names)
    {
        foreach (var name in names.Length == 0 ? [.. All.Keys] : names)
        {
            Console.WriteLine($"## {name}");
            Console.WriteLine(await All[name]());
            Console.WriteLine();
        }
    }

    public static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
