using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Tells what questions ask for: each is run alone like a segment.</summary>
/// <param name="model">Its name and hash.</param>
/// <param name="reader">Runs it.</param>
/// <param name="shift">What questions lie beside the sentences that answer them: added to the mean over a question's tokens.</param>
internal sealed class QuestionReader(ModelIdentity model, TokenReader reader, float[] shift) : ISegmentModel<string, QuestionVector>
{
    public ModelIdentity Model => model;

    public ISegmentCodec<string, QuestionVector> Codec { get; } = new QuestionCodec(shift.Length);

    public int BatchSize => 1;

    public int Parallelism => reader.Parallelism;

    public ReadOnlySpan<char> ContentOf(string segment) => segment;

    public IReservedSegments<QuestionVector> Reserve(IReadOnlyList<string> segments, AdmissionTicket ticket, StageTimings timings) =>
        reader.Reserve(segments.Select(question => question.AsMemory()), (_, tokens) => new QuestionVector(SentencePooling.OfQuestion(tokens.Rows, shift)), ticket, timings);
}
