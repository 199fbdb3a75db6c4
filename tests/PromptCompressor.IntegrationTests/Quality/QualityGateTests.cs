using PromptCompressor.Quality.Gate;

namespace PromptCompressor.IntegrationTests.Quality;

public sealed class QualityGateTests
{
    [Fact]
    public async Task Quality_IsNoWorseThanItWas() =>
        Assert.DoesNotContain(await QualityGate.MeasureAsync(), figure => !figure.IsMet);
}
