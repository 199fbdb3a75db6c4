namespace PromptCompressor.Server.Streaming;

/// <summary>A body whose sender may be silent for so long at a time, and for longer while it waits for answers itself.</summary>
/// <param name="body">What is read.</param>
/// <param name="patience">For one read.</param>
/// <param name="isBusy">Whether the sender has answers to come.</param>
internal sealed class PatientStream(Stream body, TimeSpan patience, Func<bool> isBusy) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
