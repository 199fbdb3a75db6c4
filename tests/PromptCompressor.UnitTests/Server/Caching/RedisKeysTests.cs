using System.Text.RegularExpressions;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisKeysTests
{
    private static readonly SegmentKey Key = SegmentKey.Of(new CacheScope("default", "scores/3", "model", "hash"), "A short note.");

    /// <summary>A change here loses every entry that is stored anywhere.</summary>
    [Fact]
    public void Of_IsTheSameForever() =>
        Assert.Equal("promptcompressor:default:bQUqPdHjH39CnyHirBINQw3hn6K6vHrnAcSjxVzaAEU", new RedisKeys("promptcompressor:").Of(Key).ToString());

    [Theory]
    [InlineData("p:", "a", true)]
    [InlineData("p:", "b", false)]
    [InlineData("p:a:", "b", false)]
    [InlineData("", "a", false)]
    public void Pattern_MatchesItsNamespaceAlone(string prefix, string space, bool isMatch) =>
        Assert.Equal(isMatch, Regex.IsMatch(new RedisKeys(prefix).Of(Key with { Space = space }).ToString(), Pattern));

    [Fact]
    public void Pattern_LeavesTheProbeAlone() => Assert.DoesNotMatch(Pattern, new RedisKeys("p:").Probe.ToString());

    private static string Pattern => $"^{new RedisKeys("p:").PatternOf("a").Replace('?', '.')}$";
}
