using System.Collections.Concurrent;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Tools;

/// <summary>What every method keeps of every text.</summary>
internal sealed class ToolStudy
{
    private readonly ConcurrentBag<Outcome> _outcomes = [];

    private ToolStudy(IReadOnlyList<ToolText> texts, IReadOnlyList<ToolMethod> methods)
    {
        Texts = texts;
        Methods = methods;
    }

    public static IReadOnlyList<double> Rates { get; } = [0.5, 0.3];

    public IReadOnlyList<ToolText> Texts { get; }

    public IReadOnlyList<ToolMethod> Methods { get; }

    /// <param name="texts">To compress.</param>
    /// <param name="isQuick">Without the slow methods.</param>
    public static async Task<ToolStudy> RunAsync(IReadOnlyList<ToolText> texts, bool isQuick)
    {
        using var engine = QualityEngine.Load();
        var study = new ToolStudy(texts, [.. ToolMethod.Of(engine).Where(method => !(isQuick && method.IsSlow))]);
        await Report.WorkOnAsync("texts", texts, async text =>
        {
            var tokens = ToolMethod.Count(text.Text);
            foreach (var method in study.Methods)
            {
                foreach (var rate in Rates)
                {
                    var output = await method.Compress(text, rate);
                    study._outcomes.Add(new Outcome(text, method, rate, tokens, ToolMethod.Count(output), [.. text.Facts.Where(fact => !fact.StandsIn(output, text.Text))]));
                }
            }
        });
        return study;
    }

    public IReadOnlyList<Outcome> Of(ToolMethod method, double rate, string? kind = null) =>
        [.. _outcomes.Where(outcome => outcome.Method == method && outcome.Rate == rate && (kind is null || outcome.Text.Kind == kind))];

    /// <param name="Tokens">Before.</param>
    /// <param name="Kept">After.</param>
    /// <param name="Lost">Facts that do not stand in the output as they were.</param>
    internal sealed record Outcome(ToolText Text, ToolMethod Method, double Rate, int Tokens, int Kept, IReadOnlyList<PlantedFact> Lost)
    {
        public int FactsOf(FactKind kind) => Text.Facts.Count(fact => fact.Kind == kind);

        public int LostOf(FactKind kind) => Lost.Count(fact => fact.Kind == kind);
    }
}
