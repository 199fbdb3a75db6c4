using System.IO.Compression;
using System.IO.Pipelines;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>
/// Shows an answer's bytes to a scanner after they have gone on: what the client gets, and when, is as without it. Answers that the upstream has compressed are unpacked for the scanner alone.
/// </summary>
internal sealed class UsageTap : Stream
{
    /// <summary>Most bytes of an unpacked answer that are looked at: no chat is so long.</summary>
    private const int MostUnpacked = 64 << 20;

    private readonly Stream _target;
    private readonly UsageScanner _scanner;
    private readonly Pipe? _packed;
    private readonly Task _unpacking = Task.CompletedTask;

    /// <param name="target">Where the answer goes.</param>
    /// <param name="scanner">Is shown it.</param>
    /// <param name="encoding">Its content encoding, one that <see cref="CanUnpack"/> takes; empty for none.</param>
    public UsageTap(Stream target, UsageScanner scanner, string encoding)
    {
        (_target, _scanner) = (target, scanner);
        if (encoding.Length > 0)
        {
            // The client does not wait for what is read here beside it; an answer is at most as large as the client is sent.
            _packed = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
            _unpacking = Task.Run(() => UnpackAsync(Unpacking(encoding, _packed.Reader.AsStream())));
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether answers of this content encoding can be read.</summary>
    public static bool CanUnpack(string encoding) => encoding is "" or "gzip" or "x-gzip" or "deflate" or "br";

    /// <summary>The answer has ended: waits until the scanner has seen all of it.</summary>
    public async Task CompleteAsync()
    {
        if (_packed is not null)
        {
            await _packed.Writer.CompleteAsync();
            await _unpacking;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _target.WriteAsync(buffer, cancellationToken);
        if (_packed is null)
        {
            _scanner.Scan(buffer.Span);
        }
        else if (!_unpacking.IsCompleted)
        {
            await _packed.Writer.WriteAsync(buffer, CancellationToken.None);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _target.FlushAsync(cancellationToken);

    public override void Flush() => _target.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static Stream Unpacking(string encoding, Stream packed) => encoding switch
    {
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
        _ => new GZipStream(packed, CompressionMode.Decompress),
    };

    private async Task UnpackAsync(Stream unpacked)
    {
        var buffer = new byte[16 << 10];
        try
        {
            for (var total = 0; total < MostUnpacked;)
            {
                var read = await unpacked.ReadAsync(buffer, CancellationToken.None);
                if (read == 0)
                {
                    break;
                }

                _scanner.Scan(buffer.AsSpan(0, read));
                total += read;
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // Cut off, or not what it says it is, which Brotli calls an invalid operation: the client finds out by itself.
        }
        finally
        {
            await unpacked.DisposeAsync();
        }
    }
}
