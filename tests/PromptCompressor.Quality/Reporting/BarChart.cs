using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace PromptCompressor.Quality.Reporting;

/// <summary>Shares in per cent of few methods, for several figures that have no order.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="XTitle">What the shares are of.</param>
/// <param name="Figures">The first on top.</param>
/// <param name="Methods">With a value for each figure.</param>
internal sealed record BarChart(string Title, string XTitle, IReadOnlyList<string> Figures, IReadOnlyList<Line> Methods) : IChart
{
    /// <summary>For the names of figures: texts are measured without the fonts that a browser takes, which may be wider.</summary>
    private const double LeftMargin = 210;

    public string ToSvg()
    {
        var model = ChartStyle.Model(Title);
        model.PlotMargins = new OxyThickness(LeftMargin, double.NaN, double.NaN, double.NaN);
        model.Axes.Add(ChartStyle.Axis(AxisPosition.Bottom, XTitle, 0, 100));

        // Bars are drawn from the bottom up.
        model.Axes.Add(new CategoryAxis { Position = AxisPosition.Left, ItemsSource = Figures.Reverse().ToArray(), MinorTickSize = 0 });
        var (ours, others) = (0, 0);
        foreach (var method in Methods)
        {
            var series = new BarSeries { Title = method.Name, FillColor = method.IsOurs ? ChartStyle.Colors[ours++ % ChartStyle.Colors.Count] : ChartStyle.Greys[others++ % ChartStyle.Greys.Count] };
            series.Items.AddRange(method.Values.Reverse().Select(value => new BarItem(100 * value)));
            model.Series.Add(series);
        }

        return ChartStyle.Export(model);
    }
}
