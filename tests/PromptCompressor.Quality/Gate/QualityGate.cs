using PromptCompressor.Engine;
using PromptCompressor.Quality.Contents;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Tools;

namespace PromptCompressor.Quality.Gate;

/// <summary>What must not get worse: measured on this repository's own questions and documents in some seconds.</summary>
public static class QualityGate
{
    private const int Documents = 15;
    private const int MeaningTextOfEvery = 30;

    /// <param name="engine">With this repository's models.</param>
    /// <returns>Figures with what they are at least: a little less than was measured, for CPUs round differently.</returns>
    public static async Task<IReadOnlyList<QualityFigure>> MeasureAsync(CompressionEngine engine)
    {
        var figures = new List<QualityFigure>();

        // At 30 % without a question negations, speakers, whole quantities and sentence ends take room that some answers had.
        await AddSurvivalAsync(engine, "xlmr-mini", [0.66, 0.83, 0.91, 0.92], figures);
        await AddSurvivalAsync(engine, "xlmr-mini-fast", [0.64, 0.75, 0.91, 0.92], figures);
        await AddContentsAsync(engine, figures);
        await AddMeaningAsync(engine, figures);
        await AddToolsAsync(engine, figures);
        return figures;
    }

    private static async Task AddSurvivalAsync(CompressionEngine engine, string model, double[] least, List<QualityFigure> figures)
    {
        var items = QuestionSets.Own();
        var next = 0;
        foreach (var knowsQuestion in new[] { false, true })
        {
            var product = new Product(model, engine.CompressorOf(engine.Model(model)), knowsQuestion);
            foreach (var kept in new[] { 0.3, 0.5 })
            {
                var survived = 0;
                foreach (var item in items)
                {
                    survived += item.IsAnsweredBy((await product.CompressAsync(item.Source, item.Question, kept)).Text) ? 1 : 0;
                }

                figures.Add(new QualityFigure(
                    $"{model}: answers that survive at {kept * 100:f0} %{(knowsQuestion ? ", with the question" : "")}", (double)survived / items.Count, least[next++]));
            }
        }
    }

    /// <summary>A sentence that lost its "not", a line its speaker, a number its unit: a change that lets this happen says what no text said.</summary>
    private static async Task AddMeaningAsync(CompressionEngine engine, List<QualityFigure> figures)
    {
        var compressor = engine.CompressorOf(engine.Model(null));
        var (possible, broken) = (0, 0);
        foreach (var text in GeneratedTexts.All().Where((_, i) => i % MeaningTextOfEvery == 0))
        {
            var kept = await MeaningStudy.CompressAsync(compressor, text, 0.5, hasSlices: true);
            var claims = text.Claims.Where(claim => claim.IsPossible(kept)).ToList();
            possible += claims.Count;
            broken += claims.Count(claim => claim.IsBroken(kept));
        }

        figures.Add(new QualityFigure("claims that are still true at 50 %", 1 - ((double)broken / possible), 0.998));
    }

    private static async Task AddToolsAsync(CompressionEngine engine, List<QualityFigure> figures)
    {
        var sidecar = ToolMethod.Of(engine)[0];
        var (facts, lost, before, after) = (0, 0, 0, 0);
        foreach (var text in ToolTexts.Of(1))
        {
            var output = await sidecar.Compress(text, 0.5);
            facts += text.Facts.Count;
            lost += text.Facts.Count(fact => !fact.StandsIn(output, text.Text));
            before += ToolMethod.Count(text.Text);
            after += ToolMethod.Count(output);
        }

        figures.Add(new QualityFigure("planted facts in results of tools that survive at 50 %", 1 - ((double)lost / facts), 1));
        figures.Add(new QualityFigure("tokens saved in results of tools at 50 %", 1 - ((double)after / before), 0.5));
    }

    private static async Task AddContentsAsync(CompressionEngine engine, List<QualityFigure> figures)
    {
        var product = new Product(engine.DefaultModel, engine.CompressorOf(engine.Model(null)), knowsQuestion: false);
        var counts = new List<Count>();
        foreach (var document in Structure.Documents(Documents))
        {
            counts.AddRange(Structure.Measure(document, (await product.CompressAsync(document, "", 0.5)).Text));
        }

        foreach (var text in QuestionSets.Own().Select(item => item.Source).Distinct())
        {
            counts.AddRange(Facts.Measure(text, (await product.CompressAsync(text, "", 0.5)).Text));
        }

        Add(Structure.Parses, "JSON that parses", 1);
        Add(Structure.SameKeys, "JSON with every key and number", 1);
        Add(Structure.Tables, "tables with all cells", 1);
        Add("numbers", "numbers that survive at 50 %", 0.87);

        // Of 41 names: parts of a sentence and headings that stay take room that two of them had.
        Add("names", "names that survive at 50 %", 0.83);
        figures.Add(new QualityFigure("numbers in the output that the text has", 1 - Share(Facts.InventedNumbers), 1));

        void Add(string figure, string name, double least) => figures.Add(new QualityFigure(name, Share(figure), least));

        double Share(string figure)
        {
            var own = counts.Where(count => count.Figure == figure).ToList();
            return (double)own.Sum(count => count.Hits) / own.Sum(count => count.Of);
        }
    }
}

/// <param name="Name">What it says.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Least">What it must be at least.</param>
public sealed record QualityFigure(string Name, double Value, double Least)
{
    public bool IsMet => Value >= Least;
}
