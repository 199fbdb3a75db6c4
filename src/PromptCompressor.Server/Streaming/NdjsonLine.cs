namespace PromptCompressor.Server.Streaming;

/// <param name="Number">From 1.</param>
/// <param name="Utf8">Its bytes; none if it was not kept.</param>
/// <param name="State">Whether it was kept.</param>
internal readonly record struct NdjsonLine(int Number, byte[] Utf8, LineState State);

internal enum LineState
{
    /// <summary>It was kept.</summary>
    Whole,

    /// <summary>It is longer than a line may be.</summary>
    TooLong,

    /// <summary>There was no room for it beside what other requests hold.</summary>
    NoRoom,
}
