namespace PromptCompressor.Engine.Batching;

/// <summary>Room in the queue for work of a request; disposing of it gives back what is left. See <see cref="WorkQueue.Enter"/>.</summary>
internal sealed class Place(WorkQueue queue, RequestLine line, long tokens) : IDisposable
{
    public RequestLine Line => line;

    /// <summary>Tokens that have not run.</summary>
    public long Left { get; set; } = tokens;

    public bool IsGivenBack { get; set; }

    public void Dispose() => queue.Leave(this);
}
