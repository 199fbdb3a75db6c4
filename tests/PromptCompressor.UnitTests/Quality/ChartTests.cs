extern alias quality;

using quality::PromptCompressor.Quality.Reporting;

namespace PromptCompressor.UnitTests.Quality;

public sealed class ChartTests
{
    private static readonly Line[] Methods = [new("ours", [0.25, 0.5], IsOurs: true), new("theirs", [0.75, 1], IsOurs: false)];

    [Fact]
    public void Bars_NameEveryFigureAndMethod() => Assert.All(["kept", "broken", "ours", "theirs"], name =>
        Assert.Contains(name, new BarChart("title", "%", ["kept", "broken"], Methods).ToSvg(), StringComparison.Ordinal));

    [Fact]
    public void Lines_NameEveryMethod() => Assert.All(["ours", "theirs", "title"], name =>
        Assert.Contains(name, new LineChart("title", "x", "y", [0.1, 0.5], Methods).ToSvg(), StringComparison.Ordinal));
}
