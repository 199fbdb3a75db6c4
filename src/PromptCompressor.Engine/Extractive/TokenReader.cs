using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Runs the encoder for texts: tokenize, run, and hand what it says of each token to whoever makes a value of it.</summary>
/// <param name="tokenizer">The encoder's.</param>
/// <param name="encoder">The graph.</param>
/// <param name="workers">The threads that run it.</param>
internal sealed class TokenReader(IPieceTokenizer tokenizer, OnnxEncoder encoder, InferenceWorkers workers)
{
    private const int SpecialTokens = 2;

    /// <summary>One run waiting for each one running, so that no worker idles between two segments of a request.</summary>
    public int Parallelism => workers.Count * 2 * encoder.MaxBatch(encoder.MaxTokens);

    /// <summary>Tokenizes texts and reserves capacity for all of them together.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="valueOf">Makes the value of a text, told by its index, from what the encoder says of its tokens.</param>
    /// <inheritdoc cref="ISegmentModel{TSegment, TValue}.Reserve"/>
    public IReservedSegments<TValue> Reserve<TValue>(
        IEnumerable<ReadOnlyMemory<char>> texts, Func<int, TokenReadings, TValue> valueOf, AdmissionTicket ticket, StageTimings timings)
    {
        using var measured = timings.Measure(Stage.Tokenize);
        var tokenized = texts.Select(Tokenize).ToArray();
        var reservation = workers.Reserve(ticket, encoder, tokenized.SelectMany(text => text.Sequences));
        return new Reservation<TValue>(this, tokenized, reservation, valueOf, timings);
    }

    private TokenizedText Tokenize(ReadOnlyMemory<char> text)
    {
        var ids = new List<int>();
        var offsets = new List<TextSpan>();
        tokenizer.Encode(text.Span, ids, offsets);
        return new TokenizedText(offsets, [.. Windows.Of(ids.Count, encoder.MaxTokens - SpecialTokens).Select(window => Sequence(ids, window))]);
    }

    private int[] Sequence(List<int> ids, Range window)
    {
        var (start, length) = window.GetOffsetAndLength(ids.Count);
        var sequence = new int[length + SpecialTokens];
        sequence[0] = tokenizer.SpecialIds.Cls;
        ids.CopyTo(start, sequence, 1, length);
        sequence[^1] = tokenizer.SpecialIds.Sep;
        return sequence;
    }

    private async Task<TokenReadings> ReadAsync(TokenizedText text, QueueReservation reservation, StageTimings timings, CancellationToken cancellation)
    {
        var keep = new float[text.Offsets.Count];
        var rows = new float[text.Offsets.Count * encoder.Dimension];
        var next = 0;
        foreach (var ids in text.Sequences)
        {
            var read = await workers.RunAsync(reservation, encoder, ids, timings, cancellation);
            var count = ids.Length - SpecialTokens;
            read.AsSpan(1, count).CopyTo(keep.AsSpan(next));
            read.AsSpan(ids.Length + encoder.Dimension, count * encoder.Dimension).CopyTo(rows.AsSpan(next * encoder.Dimension));
            next += count;
        }

        return new TokenReadings(text.Offsets, keep, rows);
    }

    private sealed class Reservation<TValue>(
        TokenReader reader, TokenizedText[] texts, QueueReservation reservation, Func<int, TokenReadings, TValue> valueOf, StageTimings timings) : IReservedSegments<TValue>
    {
        public async ValueTask<TValue[]> ComputeAsync(int first, int count, CancellationToken cancellation)
        {
            var values = new TValue[count];
            for (var i = 0; i < count; i++)
            {
                values[i] = valueOf(first + i, await reader.ReadAsync(texts[first + i], reservation, timings, cancellation));
            }

            return values;
        }

        public void LeaveBehind() => reservation.LeaveBehind();

        public void Recall() => reservation.Recall();

        public void Dispose() => reservation.Dispose();
    }

    /// <param name="Offsets">Where its tokens stand in it.</param>
    /// <param name="Sequences">Its tokens' ids, between special ones; more than one only if it is longer than the encoder's window.</param>
    private sealed record TokenizedText(List<TextSpan> Offsets, int[][] Sequences);
}

/// <summary>What the encoder says of the tokens of a text.</summary>
/// <param name="Offsets">Where they stand in it, in order.</param>
/// <param name="Keep">The keep probability of each, 0..1.</param>
/// <param name="Rows">The relevance row of each, one behind the other; empty from a model without.</param>
internal sealed record TokenReadings(List<TextSpan> Offsets, float[] Keep, float[] Rows);
