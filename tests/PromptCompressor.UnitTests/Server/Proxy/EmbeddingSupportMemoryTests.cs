using Microsoft.Extensions.Options;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.UnitTests.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class EmbeddingSupportMemoryTests
{
    [Fact]
    public void Refusal_IsRemembered_AndThenTriedAgain()
    {
        var clock = new JumpingTime();
        var support = new EmbeddingSupportMemory(Options.Create(new EmbeddingRouteOptions { RetryMinutes = 3 }), clock);
        Assert.True(support.IsExpected);

        support.NoteRefusal();
        Assert.False(support.IsExpected);
        clock.Timestamp += TimeSpan.FromMinutes(3).Ticks - 1;
        Assert.False(support.IsExpected);
        clock.Timestamp++;
        Assert.True(support.IsExpected);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void ClockJump_ChangesNothing(int days)
    {
        var clock = new JumpingTime();
        var support = new EmbeddingSupportMemory(Options.Create(new EmbeddingRouteOptions { RetryMinutes = 3 }), clock);
        support.NoteRefusal();

        clock.Now = clock.Now.AddDays(days);
        Assert.False(support.IsExpected);
        clock.Timestamp += TimeSpan.FromMinutes(3).Ticks;
        Assert.True(support.IsExpected);
    }
}
