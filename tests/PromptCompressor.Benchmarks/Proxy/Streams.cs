using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.Benchmarks.Proxy;

/// <summary>
/// The sidecar as streams see it: what it adds to the time to the first byte, and whether it holds many of them at once. The sidecar runs in a
/// process of its own; upstream and clients share this one, so a stream takes two file descriptors in each.
/// </summary>
internal static class Streams
{
    private const int Count = 5_000;
    private const int Warmup = 200;
    private const int Requests = 1_000;

    private const int Samples = 8;
    private const double Megabyte = 1 << 20;

    private static readonly TimeSpan SampleTime = TimeSpan.FromSeconds(10);
    private static readonly byte[] Event = "data: {\"choices\":[{\"delta\":{\"content\":\"token\"}}]}\n\n"u8.ToArray();

    public static async Task PrintAsync()
    {
        var gate = new Gate();
        await using var upstream = await StartUpstreamAsync(gate);
        using var sidecar = await CollectingSidecar.StartAsync(upstream.Urls.Single());
        using var direct = ClientOf(new Uri(upstream.Urls.Single()));
        using var through = ClientOf(sidecar.Address);
        await PrintFirstBytesAsync(gate, direct, through);
        await PrintStreamsAsync(gate, sidecar, through);
    }

    private static async Task PrintFirstBytesAsync(Gate gate, HttpClient direct, HttpClient through)
    {
        gate.Open();
        var (alone, behind) = (new List<double>(), new List<double>());
        for (var i = 0; i < Warmup + Requests; i++)
        {
            // They take turns, so that a busy machine slows both.
            var (one, other) = (await FirstByteAsync(direct), await FirstByteAsync(through));
            if (i >= Warmup)
            {
                alone.Add(one);
                behind.Add(other);
            }
        }

        Console.WriteLine("| time to first byte, ms | p50 | p90 | p99 |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine(Row("upstream alone", alone));
        Console.WriteLine(Row("behind the sidecar", behind));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| added | {At(behind, 0.5) - At(alone, 0.5):f2} | {At(behind, 0.9) - At(alone, 0.9):f2} | {At(behind, 0.99) - At(alone, 0.99):f2} |"));
        Console.WriteLine();
    }

    private static async Task PrintStreamsAsync(Gate gate, CollectingSidecar sidecar, HttpClient through)
    {
        gate.Close();
        var before = await sidecar.CollectAsync();
        var open = new HttpResponseMessage[Count];
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => open[i] = await SendAsync(through));
        var streams = await Task.WhenAll(open.Select(response => response.Content.ReadAsStreamAsync()));

        // Every stream has its first event now, and gets one more with each round.
        Console.WriteLine("| streams | events each | seconds | managed heap, MB | working set, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(Row(0, 0, 0, before));
        await ReadEventAsync(streams);
        var watch = Stopwatch.StartNew();
        var events = 1;
        Console.WriteLine(Row(Count, events, watch.Elapsed.TotalSeconds, await sidecar.CollectAsync()));
        for (var sample = 1; sample <= Samples; sample++)
        {
            while (watch.Elapsed < sample * SampleTime)
            {
                gate.Pulse();
                await ReadEventAsync(streams);
                events++;
            }

            Console.WriteLine(Row(Count, events, watch.Elapsed.TotalSeconds, await sidecar.CollectAsync()));
        }

        gate.Open();
        foreach (var stream in streams)
        {
            // To the end, or the connection is not given back.
            await stream.CopyToAsync(System.IO.Stream.Null);
        }

        Console.WriteLine(Row(0, events + 1, watch.Elapsed.TotalSeconds, await sidecar.CollectAsync()));
    }

    private static Task ReadEventAsync(Stream[] streams) => Task.WhenAll(streams.Select(async stream =>
        await stream.ReadExactlyAsync(new byte[Event.Length])));

    private static async Task<double> FirstByteAsync(HttpClient client)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await SendAsync(client);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1]);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await stream.CopyToAsync(System.IO.Stream.Null);
        return time;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"gpt-4o","stream":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"How do engines work?"}]}""",
                Encoding.UTF8,
                "application/json"),
        };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    private static HttpClient ClientOf(Uri address) => new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    private static async Task<WebApplication> StartUpstreamAsync(Gate gate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            var next = gate.Next;
            while (next is not null)
            {
                await context.Response.Body.WriteAsync(Event);
                await context.Response.Body.FlushAsync();
                await next;
                next = gate.Next;
            }

            await context.Response.Body.WriteAsync(Event);
        });
        await app.StartAsync();
        return app;
    }

    private static string Row(int streams, int events, double seconds, (long Managed, long WorkingSet) memory) => string.Create(
        CultureInfo.InvariantCulture, $"| {streams} | {events} | {seconds:f0} | {memory.Managed / Megabyte:f1} | {memory.WorkingSet / Megabyte:f0} |");

    private static string Row(string name, List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(times, 0.5):f2} | {At(times, 0.9):f2} | {At(times, 0.99):f2} |");

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));

    /// <summary>Lets all streams go on by one event, or to their end.</summary>
    private sealed class Gate
    {
        private TaskCompletionSource? _pulse = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes with the next pulse; null if streams are to end.</summary>
        public Task? Next => _pulse?.Task;

        public void Pulse() => Interlocked.Exchange(ref _pulse, new(TaskCreationOptions.RunContinuationsAsynchronously))?.SetResult();

        public void Open() => Interlocked.Exchange(ref _pulse, null)?.SetResult();

        public void Close() => _pulse = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
