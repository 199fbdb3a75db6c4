using System.Diagnostics;
using System.Globalization;
using System.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Proxy;

/// <summary>A session of an agent, sent directly and through the sidecar: tokens, cost at a provider with a prompt cache, whether the prefix stays, and the time that the sidecar adds.</summary>
internal static class AgentReplay
{
    private static readonly (string Name, string Path, Func<AgentSession, int, string> Body)[] Formats =
    [
        ("chat completions", "/v1/chat/completions", (session, turn) => session.ChatCompletions(turn)),
        ("messages", "/v1/messages", (session, turn) => session.Messages(turn, isMarked: false)),
        ("messages, cache_control", "/v1/messages", (session, turn) => session.Messages(turn, isMarked: true)),
        ("responses", "/v1/responses", (session, turn) => session.Responses(turn)),
    ];

    private static readonly (string Name, string[] Settings)[] Sidecars = [("sidecar", []), ("sidecar, structure off", ["--Proxy:Policy:Content", "Prose"])];

    /// <param name="load">Threads of this process that do nothing but keep a core busy.</param>
    public static async Task PrintAsync(int load)
    {
        using var done = new CancellationTokenSource();
        for (var i = 0; i < load; i++)
        {
            new Thread(() => Spin(done.Token)) { IsBackground = true }.Start();
        }

        await using var provider = await BillingProvider.StartAsync();
        Console.WriteLine($"{AgentSession.Turns} turns; cached tokens cost a tenth; {load} busy threads beside.\n");
        Console.WriteLine("| format | way | tokens | cost | of direct | prefix broken | tokens of request 1 | of direct | added, ms: turns without prose p50 | p95 | with new prose p50 | max |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (way, settings) in Sidecars)
        {
            // One process for each way, as an operator has it. Each format has a session of its own, so that none finds the other's texts in the cache.
            await using var service = await ServiceProcess.StartAsync(["--Proxy:Upstream", provider.Address.ToString(), .. settings]);
            using var direct = new HttpClient { BaseAddress = provider.Address };
            for (var i = 0; i < Formats.Length; i++)
            {
                var session = new AgentSession(seed: i);
                var alone = await ReplayAsync(provider, direct, Formats[i], session);
                var through = await ReplayAsync(provider, service.Client, Formats[i], session);
                if (way == Sidecars[0].Name)
                {
                    Console.WriteLine(Row(Formats[i].Name, "direct", alone, alone));
                }

                Console.WriteLine(Row(Formats[i].Name, way, through, alone));
            }
        }

        await done.CancelAsync();
    }

    private static async Task<Replay> ReplayAsync(BillingProvider provider, HttpClient client, (string Name, string Path, Func<AgentSession, int, string> Body) format, AgentSession session)
    {
        provider.Begin();
        var times = new double[AgentSession.Turns];
        var first = 0L;
        for (var turn = 0; turn < AgentSession.Turns; turn++)
        {
            using var content = new StringContent(format.Body(session, turn), Encoding.UTF8, "application/json");
            var start = Stopwatch.GetTimestamp();
            using var response = await client.PostAsync(new Uri(format.Path, UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
            times[turn] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            first = turn == 0 ? provider.Tokens : first;
        }

        return new Replay(provider.Tokens, provider.Cost, provider.Broken, first, times);
    }

    private static string Row(string format, string way, Replay replay, Replay direct)
    {
        var added = replay.Times.Zip(direct.Times, (through, alone) => through - alone).Select((time, turn) => (Time: time, IsProse: AgentSession.IsProse(turn))).ToLookup(turn => turn.IsProse, turn => turn.Time);
        var (without, with) = (added[false].Order().ToArray(), added[true].Order().ToArray());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {format} | {way} | {replay.Tokens} | {replay.Cost:f0} | {replay.Cost / direct.Cost:f2} | {replay.Broken} | {replay.First} | {(double)replay.First / direct.First:f2} | {At(without, 0.5):f1} | {At(without, 0.95):f1} | {At(with, 0.5):f1} | {with[^1]:f1} |");
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static void Spin(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            Thread.SpinWait(1000);
        }
    }

    private sealed record Replay(long Tokens, double Cost, int Broken, long First, double[] Times);
}
