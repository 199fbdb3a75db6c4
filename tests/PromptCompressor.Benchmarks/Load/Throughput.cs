using System.Diagnostics;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>Misses at saturation against bare inference over the same token ids on as many threads, in turns.</summary>
internal static class Throughput
{
    private const int Rounds = 5;

    public static async Task<string> RunAsync(string model)
    {
        await using var server = await LoadServer.StartAsync([.. Capacity.NoCache, "--Engine:DefaultModel", model]);
        using var raw = new RawInference(model, Capacity.Texts);
        raw.Run(Environment.ProcessorCount);
        await Capacity.MeasureWarmAsync(server);
        var (rawSpeed, speed) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await Task.Run(() => raw.Run(Environment.ProcessorCount));
            rawSpeed[round] = raw.Tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
            speed[round] = raw.Tokens * await Capacity.MeasureAsync(server) / Capacity.Requests;
        }

        var ratios = rawSpeed.Zip(speed, (bare, service) => service / bare).Order().ToArray();
        return LoadScenarios.Format($"""
            | {model} | tokens/s, median of {Rounds} rounds | fastest |
            |---|---|---|
            | raw ONNX Runtime, {Environment.ProcessorCount} threads | {rawSpeed.Order().ElementAt(Rounds / 2):f0} | {rawSpeed.Max():f0} |
            | service, {Capacity.Requests} requests of {raw.Tokens / Capacity.Requests} encoder tokens, 16 at once | {speed.Order().ElementAt(Rounds / 2):f0} | {speed.Max():f0} |

            Service / raw, round by round: median {ratios[Rounds / 2]:f3}, {ratios[0]:f3} to {ratios[^1]:f3}; fastest by fastest {speed.Max() / rawSpeed.Max():f3}.
            """);
    }
}
