using Microsoft.Extensions.Options;
using PromptCompressor.Server.Proxy.Embeddings;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class UpstreamSupportTests
{
    [Fact]
    public void Refusal_IsRemembered_AndThenTriedAgain()
    {
        var clock = new Clock();
        var support = new UpstreamSupport(Options.Create(new EmbeddingRouteOptions { RetryMinutes = 3 }), clock);
        Assert.True(support.IsExpected);

        support.NoteRefusal();
        Assert.False(support.IsExpected);
        clock.Now = clock.Now.AddMinutes(3).AddTicks(-1);
        Assert.False(support.IsExpected);
        clock.Now = clock.Now.AddTicks(1);
        Assert.True(support.IsExpected);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
