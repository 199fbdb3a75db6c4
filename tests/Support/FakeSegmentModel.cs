using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.TestSupport;

/// <summary>A model whose segments are texts, and which does as a test says.</summary>
internal sealed class FakeSegmentModel(int batchSize) : ISegmentModel<string, string>
{
    private int _reserved;
    private int _leftBehind;

    /// <summary>Called before segments are reserved; may throw.</summary>
    public Action<IReadOnlyList<string>> OnReserve { get; set; } = _ => { };

    /// <summary>Awaited before a batch is computed; may throw.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task> OnCompute { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Reservations that are not released.</summary>
    public int Reserved => Volatile.Read(ref _reserved);

    /// <summary>Reservations that nothing waits for any more, or waited for when they ended.</summary>
    public int LeftBehind => Volatile.Read(ref _leftBehind);

    /// <summary>The segments of each reservation.</summary>
    public ConcurrentQueue<string[]> Reservations { get; } = new();

    /// <summary>The segments of each batch that was begun.</summary>
    public ConcurrentQueue<string[]> Batches { get; } = new();

    /// <summary>How often each segment was computed with success.</summary>
    public ConcurrentDictionary<string, int> Computed { get; } = new();

    public ModelIdentity Model { get; } = new("fake", "0");

    public ISegmentCodec<string, string> Codec { get; } = new TextCodec();

    public int BatchSize => batchSize;

    public int Parallelism => 4;

    public static string ValueOf(string segment) => $"value of {segment}";

    public ReadOnlySpan<char> ContentOf(string segment) => segment;

    public IReservedSegments<string> Reserve(IReadOnlyList<string> segments, AdmissionTicket ticket, StageTimings timings)
    {
        OnReserve(segments);
        Reservations.Enqueue([.. segments]);
        return new ReservedTexts(this, segments);
    }

    private sealed class ReservedTexts : IReservedSegments<string>
    {
        private readonly FakeSegmentModel _model;
        private readonly IReadOnlyList<string> _segments;

        public ReservedTexts(FakeSegmentModel model, IReadOnlyList<string> segments)
        {
            (_model, _segments) = (model, segments);
            Interlocked.Increment(ref model._reserved);
        }

        public async ValueTask<string[]> ComputeAsync(int first, int count, CancellationToken cancellation)
        {
            string[] batch = [.. _segments.Skip(first).Take(count)];
            _model.Batches.Enqueue(batch);
            await _model.OnCompute(batch, cancellation);
            Array.ForEach(batch, segment => _model.Computed.AddOrUpdate(segment, 1, (_, times) => times + 1));
            return Array.ConvertAll(batch, ValueOf);
        }

        public void LeaveBehind() => Interlocked.Increment(ref _model._leftBehind);

        public void Recall() => Interlocked.Decrement(ref _model._leftBehind);

        public void Dispose() => Interlocked.Decrement(ref _model._reserved);
    }

    private sealed class TextCodec : ISegmentCodec<string, string>
    {
        public string Format => "text/1";

        public byte[] Encode(string value) => Encoding.UTF8.GetBytes(value);

        public bool TryDecode(string segment, byte[] stored, [NotNullWhen(true)] out string? value)
        {
            value = Encoding.UTF8.GetString(stored);
            return value == ValueOf(segment);
        }
    }
}
