namespace PromptCompressor.Server.Limits;

/// <summary>The bytes of a body as they come. Memory is taken for what has come, not for what was announced.</summary>
/// <param name="announced">The length by the header, or by what else is known of it; 0 if nothing is. No more memory than this is taken for a body that keeps to it.</param>
internal sealed class ArrivingBody(long announced)
{
    private const int First = 4096;

    private byte[] _bytes = new byte[First];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free()
    {
        if (Length == _bytes.Length)
        {
            // One byte more than was announced, so that its end is seen without growing again.
            var whole = announced + 1;
            var twice = _bytes.Length * 2L;
            Array.Resize(ref _bytes, (int)Math.Min(twice > whole && whole > Length ? whole : twice, Array.MaxLength));
        }

        return _bytes.AsMemory(Length);
    }

    /// <summary>Keeps bytes that were put there.</summary>
    public void Add(int count) => Length += count;
}
