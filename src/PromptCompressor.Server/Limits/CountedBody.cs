namespace PromptCompressor.Server.Limits;

/// <summary>A body of which every byte that is read is counted, and whose sender is told if it is not packed as it says.</summary>
/// <param name="body">The body as it unpacks.</param>
/// <param name="lease">Null if it is counted elsewhere.</param>
internal sealed class CountedBody(Stream body, BodyBudget.Lease? lease) : BodyStream
{
    /// <exception cref="BadHttpRequestException">It cannot be unpacked.</exception>
    /// <exception cref="Core.Errors.CompressionException">There is no room for more of it.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            lease?.Hold(read);
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdSharp.ZstdException)
        {
            throw new BadHttpRequestException("The body is not what its Content-Encoding says.", e);
        }
    }
}
