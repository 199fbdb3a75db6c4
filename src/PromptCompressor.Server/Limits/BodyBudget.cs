using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Server.Limits;

/// <summary>
/// Bounds the bytes of all bodies that are held at once. They count as they come: one that is announced and then comes slowly, or never, takes no room from others.
/// Small bodies are always taken. Thread-safe.
/// </summary>
internal sealed class BodyBudget(IOptions<LimitsOptions> options)
{
    /// <summary>Bodies up to so many bytes are taken even where there is no room: however many large ones are held, they lock out none of these.</summary>
    public const int Small = 64 * 1024;

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

    /// <summary>For one caller at a time.</summary>
    internal sealed class Lease(BodyBudget budget) : IDisposable
    {
        private long _bytes;

        /// <summary>Holds nothing, but refuses at once what there would be no room for now, so that it need not be sent.</summary>
        /// <param name="announced">The length of the body by its header; null if that does not tell.</param>
        /// <exception cref="CompressionException">There is no room for so much.</exception>
        public void CheckRoomFor(long? announced)
        {
            var bytes = Math.Min(announced ?? 0, budget._mostOfOne);
            if (bytes > Small && budget.Held + bytes > budget._most)
            {
                throw Refusal();
            }
        }

        /// <summary>Counts bytes that have come. What is too large is not kept, and so not counted.</summary>
        /// <returns>False if there is no room for them.</returns>
        public bool TryHold(int bytes)
        {
            var more = Math.Min(bytes, budget._mostOfOne - _bytes);
            if (Interlocked.Add(ref budget._held, more) > budget._most && _bytes + more > Small)
            {
                Interlocked.Add(ref budget._held, -more);
                return false;
            }

            _bytes += more;
            return true;
        }

        /// <exception cref="CompressionException">There is no room for them.</exception>
        /// <inheritdoc cref="TryHold"/>
        public void Hold(int bytes)
        {
            if (!TryHold(bytes))
            {
                throw Refusal();
            }
        }

        /// <summary>Gives back all that is held. More may be held afterwards.</summary>
        public void Release() => Interlocked.Add(ref budget._held, -Interlocked.Exchange(ref _bytes, 0));

        public void Dispose() => Release();

        private static CompressionException Refusal() =>
            Overload.Refusal("The bodies of other requests take all the memory there is for them (Limits:BodyBytesInFlight); try again later.", WhenFull);
    }
}
