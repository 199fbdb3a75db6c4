using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Streaming;

/// <summary>A body whose sender may be silent for so long at a time, and for longer while it waits for answers itself.</summary>
/// <param name="body">What is read.</param>
/// <param name="patience">For one read.</param>
/// <param name="isBusy">Whether the sender has answers to come.</param>
internal sealed class PatientStream(Stream body, TimeSpan patience, Func<bool> isBusy) : BodyStream
{
    /// <exception cref="TimeoutException">The sender was silent for too long. Nothing more can be read then.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = body.ReadAsync(buffer, cancellationToken).AsTask();
        while (true)
        {
            try
            {
                return await read.WaitAsync(patience, cancellationToken);
            }
            catch (TimeoutException) when (isBusy())
            {
            }
        }
    }
}
