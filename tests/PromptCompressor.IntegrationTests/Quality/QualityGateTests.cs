using PromptCompressor.IntegrationTests.Engine;
using PromptCompressor.Quality.Gate;

namespace PromptCompressor.IntegrationTests.Quality;

public sealed class QualityGateTests(EngineFixture fixture)
{
    [Fact]
    public async Task Quality_IsNoWorseThanItWas() =>
        Assert.DoesNotContain(await QualityGate.MeasureAsync(fixture.Engine), figure => !figure.IsMet);
}
