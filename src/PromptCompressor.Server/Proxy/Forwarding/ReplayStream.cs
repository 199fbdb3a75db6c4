using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>What was read of a body already, then the rest of it.</summary>
/// <param name="read">Freed when it has gone on.</param>
/// <param name="rest">What comes after it.</param>
/// <param name="held">What is given up then; the answer may take minutes.</param>
internal sealed class ReplayStream(ReadOnlyMemory<byte> read, Stream rest, IDisposable? held = null) : BodyStream
{
    private ReadOnlyMemory<byte> _read = read;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read.IsEmpty)
        {
            _read = default;
            held?.Dispose();
            return rest.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _read.Length);
        _read[..count].CopyTo(buffer);
        _read = _read[count..];
        return ValueTask.FromResult(count);
    }
}
