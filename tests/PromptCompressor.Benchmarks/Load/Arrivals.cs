using System.Diagnostics;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>An answer: when its request was due, how long after that it came, its status.</summary>
internal readonly record struct Answer(TimeSpan Due, double Milliseconds, int Status);

internal static class Arrivals
{
    /// <summary>Sends requests at random times (a Poisson process), whether earlier ones are answered or not.</summary>
    public static async Task<Answer[]> OpenAsync(double perSecond, TimeSpan time, Func<int, Task<int>> send)
    {
        var random = new Random(17);
        var start = Stopwatch.GetTimestamp();
        var answers = new List<Task<Answer>>();
        var due = TimeSpan.Zero;
        for (var i = 0; due < time; i++)
        {
            var early = due - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            answers.Add(SendAsync(i, due));
            due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
        }

        return await Task.WhenAll(answers);

        async Task<Answer> SendAsync(int number, TimeSpan when)
        {
            var status = await send(number);
            return new Answer(when, (Stopwatch.GetElapsedTime(start) - when).TotalMilliseconds, status);
        }
    }

    /// <summary>Keeps so many requests under way until all are answered.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> ClosedAsync(int count, int concurrency, Func<int, Task> send)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (i, _) => await send(i));
        return Stopwatch.GetElapsedTime(start);
    }
}
