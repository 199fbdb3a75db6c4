using PromptCompressor.Engine.Inference;

namespace PromptCompressor.UnitTests.Engine.Scheduling;

/// <summary>A token's probability is a tenth of its id; -1 makes a run fail. Lengths are padded to tens, eight of them to a run.</summary>
internal sealed class FakeEncoder(int maxBatch = 1) : ISequenceEncoder
{
    public const int Poison = -1;

    private readonly List<int> _runs = [];

    /// <summary>Waited for by each run.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many sequences each run had.</summary>
    public int[] Runs
    {
        get
        {
            lock (_runs)
            {
                return [.. _runs];
            }
        }
    }

    public int PaddedLength(int length) => (length + 9) / 10 * 10;

    public int MaxBatch(int length) => maxBatch;

    public float[][] Run(IReadOnlyList<int[]> sequences, CancellationToken cancellation)
    {
        lock (_runs)
        {
            _runs.Add(sequences.Count);
        }

        Gate.Wait(cancellation);
        Assert.Single(sequences.Select(ids => PaddedLength(ids.Length)).Distinct());
        return sequences.Any(ids => ids.Contains(Poison))
            ? throw new InvalidOperationException("the model failed")
            : [.. sequences.Select(ids => ids.Select(id => id / 10f).ToArray())];
    }
}
