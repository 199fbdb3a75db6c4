using System.Text.RegularExpressions;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisKeysTests
{
    private static readonly SegmentKey Key = SegmentKey.Of(SegmentKey.Owner("model", "hash"), "A short note.");

    /// <summary>A change here loses every entry that is stored anywhere.</summary>
    [Fact]
    public void Of_IsTheSameForever() =>
        Assert.Equal("promptcompressor:default:OPLvH9Jxpl3TZbqiRctlYvjs7fLAs4Mk0bot0ml7pyY", new RedisKeys("promptcompressor:", "default").Of(Key).ToString());

    [Theory]
    [InlineData("p:", "a", true)]
    [InlineData("p:", "b", false)]
    [InlineData("p:a:", "b", false)]
    [InlineData("", "a", false)]
    public void Pattern_MatchesItsNamespaceAlone(string prefix, string space, bool isMatch)
    {
        var pattern = $"^{new RedisKeys("p:", "a").Pattern.Replace('?', '.')}$";

        Assert.Equal(isMatch, Regex.IsMatch(new RedisKeys(prefix, space).Of(Key).ToString(), pattern));
    }

    [Fact]
    public void Pattern_LeavesTheProbeAlone() =>
        Assert.DoesNotMatch($"^{new RedisKeys("p:", "a").Pattern.Replace('?', '.')}$", new RedisKeys("p:", "a").Probe.ToString());
}
