using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace PromptCompressor.Quality.Reporting;

/// <param name="Name">In the legend.</param>
/// <param name="Values">One for each x.</param>
/// <param name="IsOurs">Drawn bold, and in colour; baselines are grey and dashed or dotted.</param>
internal sealed record Line(string Name, IReadOnlyList<double> Values, bool IsOurs);

/// <summary>Shares in per cent against shares in per cent.</summary>
internal sealed record LineChart(string Title, string XTitle, string YTitle, IReadOnlyList<double> X, IReadOnlyList<Line> Lines) : IChart
{
    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond, MarkerType.Cross, MarkerType.Plus, MarkerType.Star];

    public string ToSvg()
    {
        var model = ChartStyle.Model(Title);
        model.Axes.Add(ChartStyle.Axis(AxisPosition.Bottom, XTitle, 100 * X[0], 100 * X[^1]));
        model.Axes.Add(ChartStyle.Axis(AxisPosition.Left, YTitle, 0, 100));
        var (ours, others) = (0, 0);
        foreach (var line in Lines)
        {
            var color = line.IsOurs ? ChartStyle.Colors[ours++ % ChartStyle.Colors.Count] : ChartStyle.Greys[others++ % ChartStyle.Greys.Count];
            var series = new LineSeries
            {
                Title = line.Name,
                Color = color,
                StrokeThickness = line.IsOurs ? 2.5 : 1.2,
                LineStyle = line.IsOurs ? LineStyle.Solid : LineStyle.Dash,
                MarkerType = line.IsOurs ? MarkerType.Circle : Markers[others % Markers.Length],
                MarkerSize = 3.5,
                MarkerFill = color,
                MarkerStroke = color,
            };
            series.Points.AddRange(X.Zip(line.Values, (x, y) => new DataPoint(100 * x, 100 * y)));
            model.Series.Add(series);
        }

        return ChartStyle.Export(model);
    }
}
