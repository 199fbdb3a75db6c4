namespace PromptCompressor.Engine.Batching;

/// <summary>Somebody who gets a share of a resource, see <see cref="Shares{T}"/>.</summary>
internal abstract class Share
{
    /// <summary>Virtual time, in tokens, at which its next piece of work is due.</summary>
    public long Start { get; set; }
}
