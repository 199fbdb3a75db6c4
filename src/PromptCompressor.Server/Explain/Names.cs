using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;

namespace PromptCompressor.Server.Explain;

/// <summary>Reasons and sources on the wire. No two reasons begin with the same letter, nor do two sources: columns have that letter alone.</summary>
internal static class Names
{
    public static string Of(WordReason reason) => reason switch
    {
        WordReason.Kept => "kept",
        WordReason.Forced => "forced",
        WordReason.Protected => "protected",
        WordReason.Joined => "joined",
        WordReason.Skipped => "skipped",
        WordReason.BelowFloor => "below_min_score",
        WordReason.ContextDropped => "context_dropped",
        WordReason.Repeated => "repeated",
        WordReason.Unneeded => "unneeded",
        WordReason.Tag => "tag",
        _ => "dropped",
    };

    public static string Of(ScoreOrigin origin) => origin switch
    {
        ScoreOrigin.Memory => "memory",
        ScoreOrigin.Shared => "redis",
        ScoreOrigin.NotNeeded => "not_needed",
        _ => "computed",
    };
}
