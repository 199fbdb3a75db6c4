namespace PromptCompressor.Quality.Tools;

/// <summary>What a planted fact is.</summary>
internal enum FactKind
{
    /// <summary>What reports a failure: the error line, the exception, the failed assertion, the frame that broke.</summary>
    Failure,

    /// <summary>The record that is unlike all others.</summary>
    Outlier,

    /// <summary>What the tool call asked for.</summary>
    Asked,

    /// <summary>What the reader cannot do without: heads of tables, counts, verdicts, changed lines.</summary>
    Frame,
}

/// <summary>Something that a text says and a reader needs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Pieces">Stand in the text one behind the other: a line, or the values of a record.</param>
internal sealed record PlantedFact(FactKind Kind, params IReadOnlyList<string> Pieces)
{
    /// <summary>Whether a text has all pieces in order, and no further apart than in the source.</summary>
    public bool StandsIn(string output, string source) => ShortestSpan(output) is { } span && span <= ShortestSpan(source);

    /// <summary>Characters from the first piece to the last where they stand closest together; null where they do not stand.</summary>
    public int? ShortestSpan(string text)
    {
        int? shortest = null;
        for (var start = text.IndexOf(Pieces[0], StringComparison.Ordinal); start >= 0; start = text.IndexOf(Pieces[0], start + 1, StringComparison.Ordinal))
        {
            var end = start;
            foreach (var piece in Pieces)
            {
                var at = end < 0 ? -1 : text.IndexOf(piece, end, StringComparison.Ordinal);
                end = at < 0 ? -1 : at + piece.Length;
            }

            if (end >= 0 && !(end - start >= shortest))
            {
                shortest = end - start;
            }
        }

        return shortest;
    }
}

/// <summary>An invented result of a tool.</summary>
/// <param name="Kind">What tables call it.</param>
/// <param name="Call">What the tool was called with.</param>
/// <param name="Text">The result.</param>
/// <param name="Facts">What was planted.</param>
internal sealed record ToolText(string Kind, string Call, string Text, IReadOnlyList<PlantedFact> Facts);

/// <summary>Lines of a text, and the facts among them.</summary>
internal sealed class ToolTextBuilder
{
    private readonly List<string> _lines = [];
    private readonly List<PlantedFact> _facts = [];

    public int Count => _lines.Count;

    public void Add(params IEnumerable<string> lines) => _lines.AddRange(lines);

    /// <summary>Adds lines, each of which is a fact.</summary>
    public void Plant(FactKind kind, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _lines.Add(line);
            _facts.Add(new PlantedFact(kind, line));
        }
    }

    /// <summary>A fact of lines that are there already, or of a text made elsewhere.</summary>
    public void Fact(FactKind kind, params IReadOnlyList<string> pieces) => _facts.Add(new PlantedFact(kind, pieces));

    public ToolText Build(string kind, string call, string end = "\n") => new(kind, call, string.Join('\n', _lines) + end, _facts);
}
