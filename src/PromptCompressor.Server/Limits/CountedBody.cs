namespace PromptCompressor.Server.Limits;

/// <summary>A body of which every byte that is read is counted, and whose sender is told if it is not packed as it says.</summary>
/// <param name="body">The body as it unpacks.</param>
/// <param name="lease">Null if it is counted elsewhere.</param>
internal sealed class CountedBody(Stream body, BodyBudget.Lease? lease) : Stream
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

    /// <exception cref="BadHttpRequestException">It cannot be unpacked.</exception>
    /// <exception cref="Core.Errors.CompressionException">There is no room for more of it.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            lease?.Use(read);
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdSharp.ZstdException)
        {
            throw new BadHttpRequestException("The body is not what its Content-Encoding says.", e);
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
