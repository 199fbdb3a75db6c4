using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Limits;

/// <summary>Stops counting when the caller has left. Everything that takes long without the model counts again and again, so that this stops it as well.</summary>
internal sealed class CancellableCounter(ITokenCounter counter, CancellationToken cancellation) : ITokenCounter
{
    public string Name => counter.Name;

    public bool IsExact => counter.IsExact;

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var length = text.IsEmpty ? 0 : CountingPiece.Length(text);
            count += counter.Count(text[..length]);
            text = text[length..];
        }
        while (!text.IsEmpty);
        return count;
    }
}
