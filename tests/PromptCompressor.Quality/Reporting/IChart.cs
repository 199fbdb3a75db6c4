using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace PromptCompressor.Quality.Reporting;

/// <summary>A plot of a report.</summary>
internal interface IChart
{
    string Title { get; }

    string ToSvg();
}

/// <summary>What the plots look like.</summary>
internal static class ChartStyle
{
    private const double Width = 900;
    private const double Height = 420;

    /// <summary>Around the legend: texts are measured without the fonts that a browser takes, which may be wider.</summary>
    private const double LegendPadding = 60;

    public static IReadOnlyList<OxyColor> Colors { get; } = [OxyColor.Parse("#1b6ca8"), OxyColor.Parse("#d1495b"), OxyColor.Parse("#66a182"), OxyColor.Parse("#edae49")];

    public static IReadOnlyList<OxyColor> Greys { get; } = [OxyColor.Parse("#333333"), OxyColor.Parse("#777777"), OxyColor.Parse("#aaaaaa")];

    public static PlotModel Model(string title)
    {
        var model = new PlotModel { Title = title, Background = OxyColors.White, TitleFontSize = 14, TitleFontWeight = FontWeights.Normal };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop, LegendFontSize = 11, LegendLineSpacing = 6, LegendPadding = LegendPadding });
        return model;
    }

    /// <summary>Of shares, in per cent.</summary>
    public static LinearAxis Axis(AxisPosition position, string title, double minimum, double maximum) => new()
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

    public static string Export(PlotModel model)
    {
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.Export(model, stream);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\ufeff');
    }
}
