using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Selection.Units;

namespace PromptCompressor.Server.Explain;

/// <summary>Reasons and sources on the wire. No two reasons begin with the same letter, nor do two sources: columns have that letter alone.</summary>
internal static class ExplainWireNames
{
    public static string Of(WordReason reason) => reason switch
    {
        WordReason.Kept => "kept",
        WordReason.Forced => "forced",
        WordReason.Protected => "protected",
        WordReason.Joined => "joined",
        WordReason.Skipped => "skipped",
        WordReason.TooLarge => "exceeds_budget",
        WordReason.Whole => "whole",
        WordReason.Altered => "altered",
        WordReason.BelowFloor => "below_min_score",
        WordReason.ContextDropped => "context_dropped",
        WordReason.Repeated => "repeated",
        WordReason.Unneeded => "unneeded",
        WordReason.Tag => "tag",
        WordReason.Omitted => "omitted",
        _ => "dropped",
    };

    public static string Of(ValueSource origin) => origin switch
    {
        ValueSource.Memory => "memory",
        ValueSource.Shared => "redis",
        ValueSource.NotNeeded => "not_needed",
        _ => "computed",
    };
}
