using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Server.Limits;

/// <summary>Bounds the bytes of all bodies that are held at once, before they are read. Thread-safe.</summary>
internal sealed class BodyBudget(IOptions<LimitsOptions> options)
{
    /// <summary>What is made of a body while it is compressed takes up to some thirty times its bytes.</summary>
    private const int Share = 32;

    /// <summary>Large bodies take seconds each.</summary>
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(5);

    private readonly long _most = Math.Max(options.Value.BodyBytes, options.Value.BodyBytesInFlight ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share));
    private readonly long _mostOfOne = options.Value.BodyBytes;
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    public long Most => _most;

    /// <summary>What one request holds; disposing of it gives it back.</summary>
    public Lease Open() => new(this);

    internal sealed class Lease(BodyBudget budget) : IDisposable
    {
        /// <summary>Fewer are not worth a look at the sum.</summary>
        private const int Step = 64 * 1024;

        private long _taken;
        private long _used;

        /// <returns>False if there is no room for so many more.</returns>
        public bool TryTake(long bytes)
        {
            if (Interlocked.Add(ref budget._held, bytes) > budget._most)
            {
                Interlocked.Add(ref budget._held, -bytes);
                return false;
            }

            _taken += bytes;
            return true;
        }

        /// <exception cref="CompressionException">There is no room for so many more.</exception>
        public void TakeOrRefuse(long bytes)
        {
            if (!TryTake(bytes))
            {
                throw Refusal();
            }
        }

        /// <summary>Counts bytes that have come, beyond those that were taken for them before. What is too large is not kept, and so not counted.</summary>
        /// <exception cref="CompressionException">There is no room for more.</exception>
        public void Use(int bytes)
        {
            if (!TryUse(bytes))
            {
                throw Refusal();
            }
        }

        /// <returns>False if there is no room for more.</returns>
        /// <inheritdoc cref="Use"/>
        public bool TryUse(int bytes)
        {
            _used = Math.Min(budget._mostOfOne, _used + bytes);
            return _used <= _taken || TryTake(Math.Max(Step, _used - _taken));
        }

        private static CompressionException Refusal() =>
            new(CompressionErrorKind.Overloaded, "The bodies of other requests take all the memory there is for them (Limits:BodyBytesInFlight); try again later.") { RetryAfter = WhenFull };

        /// <summary>Gives back all; it can be used again.</summary>
        public void Dispose()
        {
            Interlocked.Add(ref budget._held, -Interlocked.Exchange(ref _taken, 0));
            _used = 0;
        }
    }
}
