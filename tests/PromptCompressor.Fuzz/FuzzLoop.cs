using System.Diagnostics;

namespace PromptCompressor.Fuzz;

/// <summary>
/// Tries the corpus, then mutations of it and of what they lead to. Inputs that show something new are mutated further: a new
/// status and code, a new kind of token, a rule that has found nothing before. It stands in for the branches of the program,
/// which no tool here counts.
/// </summary>
/// <param name="target">Its name.</param>
/// <param name="encode">How an input is written to a file.</param>
internal sealed class FuzzLoop<T>(string target, Func<T, byte[]> encode)
{
    private const int MaxFindings = 20;

    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly List<T> _pool = [];
    private int _inputs;

    /// <param name="limits">How long.</param>
    /// <param name="corpus">Tried first, one by one.</param>
    /// <param name="mutate">Makes another input of one; the pool gives parts of others.</param>
    /// <param name="check">Tries an input and names what it showed; throws if something is wrong.</param>
    public async Task<FuzzReport> RunAsync(FuzzLimits limits, IEnumerable<T> corpus, Func<T, IReadOnlyList<T>, Random, T> mutate, Func<T, Task<IEnumerable<string>>> check)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var input in corpus)
        {
            await TryAsync(input, check);
            _pool.Add(input);
        }

        var kept = _pool.Count;
        var random = new Random(limits.Seed);
        while (_inputs < limits.Inputs && Stopwatch.GetElapsedTime(start) < limits.Time && _findings.Count < MaxFindings)
        {
            // What was found last has been tried least.
            var at = random.Next(2) == 0 ? random.Next(_pool.Count) : _pool.Count - 1 - random.Next(Math.Min(_pool.Count, 50));
            var input = mutate(_pool[at], _pool, random);
            if (await TryAsync(input, check))
            {
                _pool.Add(input);
            }
        }

        return new FuzzReport(target, limits.Seed, _inputs, _pool.Count - kept, _outcomes, [.. _findings.Values]);
    }

    /// <returns>Whether it showed something new.</returns>
    private async Task<bool> TryAsync(T input, Func<T, Task<IEnumerable<string>>> check)
    {
        _inputs++;
        var isNew = false;
        try
        {
            foreach (var outcome in await check(input))
            {
                isNew |= !_outcomes.TryGetValue(outcome, out var count);
                _outcomes[outcome] = count + 1;
            }
        }
        catch (Exception e)
        {
            _findings.TryAdd(KindOf(e), new Finding($"{e.GetType().Name}: {e.Message}", encode(input), e.ToString()));
        }

        return isNew;
    }

    /// <summary>The same failure of other inputs has other numbers in its message.</summary>
    private static string KindOf(Exception e) => e.GetType().Name + new string([.. e.Message.Where(c => !char.IsAsciiDigit(c)).Take(60)]);
}
