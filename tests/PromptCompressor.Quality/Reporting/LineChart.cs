using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace PromptCompressor.Quality.Reporting;

/// <param name="Name">In the legend.</param>
/// <param name="Values">One for each x.</param>
/// <param name="IsOurs">Drawn bold, and in colour; baselines are grey and dashed or dotted.</param>
internal sealed record Line(string Name, IReadOnlyList<double> Values, bool IsOurs);

/// <summary>Shares in per cent against shares in per cent.</summary>
internal sealed record LineChart(string Title, string XTitle, string YTitle, IReadOnlyList<double> X, IReadOnlyList<Line> Lines)
{
    private const double Width = 900;
    private const double Height = 420;

    /// <summary>Around the legend: texts are measured without the fonts that a browser takes, which may be wider.</summary>
    private const double LegendPadding = 60;

    private static readonly OxyColor[] Colors = [OxyColor.Parse("#1b6ca8"), OxyColor.Parse("#d1495b"), OxyColor.Parse("#66a182"), OxyColor.Parse("#edae49")];
    private static readonly OxyColor[] Greys = [OxyColor.Parse("#333333"), OxyColor.Parse("#777777"), OxyColor.Parse("#aaaaaa")];
    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond, MarkerType.Cross, MarkerType.Plus, MarkerType.Star];

    public string ToSvg()
    {
        var model = new PlotModel { Title = Title, Background = OxyColors.White, TitleFontSize = 14, TitleFontWeight = FontWeights.Normal };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop, LegendFontSize = 11, LegendLineSpacing = 6, LegendPadding = LegendPadding });
        model.Axes.Add(Axis(AxisPosition.Bottom, XTitle, 100 * X[0], 100 * X[^1]));
        model.Axes.Add(Axis(AxisPosition.Left, YTitle, 0, 100));
        var (ours, others) = (0, 0);
        foreach (var line in Lines)
        {
            var color = line.IsOurs ? Colors[ours++ % Colors.Length] : Greys[others++ % Greys.Length];
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

        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.Export(model, stream);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\ufeff');
    }

    private static LinearAxis Axis(AxisPosition position, string title, double minimum, double maximum) => new()
    {
        Position = position,
        Title = title,
        AxisTitleDistance = 14,
        Minimum = minimum,
        Maximum = maximum,
        MajorStep = 10,
        MinorTickSize = 0,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.Parse("#eeeeee"),
    };
}
