namespace PromptCompressor.Quality.Tools;

/// <summary>All kinds of text, the same on every run.</summary>
internal static class ToolTexts
{
    private static readonly IReadOnlyList<Func<Invented, IEnumerable<ToolText>>> Families =
        [LogTexts.Of, ReportTexts.Of, TraceTexts.Of, JsonTexts.Of, TableTexts.Of, SearchTexts.Of, PageTexts.Of];

    /// <param name="seeds">Texts of each kind.</param>
    /// <exception cref="InvalidDataException">A fact does not stand in its own text: it would count as lost everywhere.</exception>
    public static IEnumerable<ToolText> Of(int seeds) =>
        from seed in Enumerable.Range(1, seeds)
        from family in Families
        from text in family(new Invented(new Random(seed)))
        select text.Facts.FirstOrDefault(fact => !fact.StandsIn(text.Text, text.Text)) is { } lost ? throw new InvalidDataException($"{text.Kind}, seed {seed}: {lost.Pieces[0]} does not stand in it.") : text;
}
