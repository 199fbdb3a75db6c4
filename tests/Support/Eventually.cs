using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;

namespace PromptCompressor.TestSupport;

/// <summary>Waits for what happens at a time of its own, and not longer than it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not happen within two minutes.</exception>
    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        for (var start = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(Pause))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"It did not happen within {Patience}: {what}");
            }
        }
    }

    /// <summary>Waits until a service is ready, which may not listen yet.</summary>
    /// <param name="service">A client of it.</param>
    /// <param name="isAlive">Whether waiting still makes sense.</param>
    public static Task ReadyAsync(HttpClient service, Func<bool>? isAlive = null) => TrueAsync(
        async () =>
        {
            if (isAlive?.Invoke() == false)
            {
                throw new InvalidOperationException("The service ended at its start.");
            }

            try
            {
                using var response = await service.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the service is ready");
}
