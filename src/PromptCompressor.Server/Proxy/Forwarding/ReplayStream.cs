using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>What was read of a body already, then the rest of it.</summary>
/// <param name="read">Freed when it has gone on.</param>
/// <param name="rest">What comes after it.</param>
/// <param name="lease">Counts what was read, and is given back when that has gone on: the answer may take minutes.</param>
internal sealed class ReplayStream(ReadOnlyMemory<byte> read, Stream rest, BodyBudget.Lease? lease = null) : BodyStream
{
    private ReadOnlyMemory<byte> _read = read;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read.IsEmpty)
        {
            _read = default;
            lease?.Release();
            return rest.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _read.Length);
        _read[..count].CopyTo(buffer);
        _read = _read[count..];
        return ValueTask.FromResult(count);
    }
}
