using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Server.Compress;

/// <summary>What requests that come in one call share, so that a hundred of them have no more than one would.</summary>
internal sealed record CompressScope
{
    /// <summary>The time that their regexes share.</summary>
    public RegexTime RegexTime { get; } = new();

    /// <summary>Receives finished segments, from several threads; null where progress is not shown.</summary>
    public IProgress<ScoringProgress>? Progress { get; init; }

    /// <summary>Whether originals of its texts are kept, where that is switched on. False where no answer leads back to them.</summary>
    public bool KeepsOriginals { get; init; } = true;

    /// <summary>The part of the call that one of them is, so that all are let in or refused together; null: each by itself.</summary>
    public AdmissionTicket? Ticket { get; init; }
}
