using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>The texts of one request and which of their units are kept so far.</summary>
internal sealed class Draft
{
    /// <summary>Between the contexts of one request, as LLMLingua joins them.</summary>
    public const string Joint = "\n\n";

    private readonly int[] _firstUnits;
    private readonly bool[] _chosen;
    private readonly bool[] _kept;
    private readonly bool[] _settled;
    private readonly bool _dropConsecutive;
    private readonly char[] _buffer;

    public Draft(IReadOnlyList<string> texts, IReadOnlyList<Unit[]> units, bool dropConsecutive)
    {
        Texts = texts;
        Units = units;
        _dropConsecutive = dropConsecutive;
        _firstUnits = new int[units.Count + 1];
        for (var i = 0; i < units.Count; i++)
        {
            _firstUnits[i + 1] = _firstUnits[i] + units[i].Length;
        }

        _chosen = new bool[_firstUnits[^1]];
        _kept = new bool[_firstUnits[^1]];
        _settled = new bool[_firstUnits[^1]];
        _buffer = new char[units.Sum(own => own.Length == 0 ? 0 : own[^1].Span.End - own[0].Span.Start) + (Joint.Length * texts.Count)];
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                _chosen[_firstUnits[document] + i] = units[document][i].IsFixed;
                _settled[_firstUnits[document] + i] = units[document][i].IsTag;
            }
        }
    }

    public IReadOnlyList<string> Texts { get; }

    public IReadOnlyList<Unit[]> Units { get; }

    public void Choose(UnitRef unit, bool keep) => _chosen[_firstUnits[unit.Document] + unit.Index] = keep;

    /// <summary>Decides on a unit for good.</summary>
    public void Settle(UnitRef unit, bool keep)
    {
        Choose(unit, keep);
        _settled[_firstUnits[unit.Document] + unit.Index] = true;
    }

    public bool IsSettled(UnitRef unit) => _settled[_firstUnits[unit.Document] + unit.Index];

    /// <summary>Which units of a document are in the output, after the rules that look at neighbours; valid until the next change.</summary>
    public ReadOnlySpan<bool> KeptOf(int document)
    {
        var range = _firstUnits[document].._firstUnits[document + 1];
        var kept = _kept.AsSpan(range);
        _chosen.AsSpan(range).CopyTo(kept);
        if (_dropConsecutive)
        {
            ConsecutiveForceTokens.Drop(Texts[document], Units[document], kept);
        }

        Joiners.Keep(Texts[document], Units[document], kept);
        return kept;
    }

    /// <summary>What becomes of the units of a document.</summary>
    /// <param name="document">Its index.</param>
    /// <param name="minProbability">The floor that units were chosen under, 0..1.</param>
    /// <param name="decisions">Filled with one for each unit.</param>
    public void Explain(int document, double minProbability, Span<WordDecision> decisions)
    {
        var kept = KeptOf(document);
        var chosen = _chosen.AsSpan(_firstUnits[document], kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            var unit = Units[document][i];
            decisions[i] = new WordDecision(unit, ReasonOf(unit, chosen[i], kept[i], unit.Score < minProbability * 255));
        }
    }

    /// <summary>The slices of a document's text that make its output.</summary>
    public void Render(int document, List<TextSpan> slices) =>
        Renderer.Render(Texts[document], Units[document], KeptOf(document), slices);

    /// <summary>All outputs with <see cref="Joint"/> between them; valid until the next call.</summary>
    public ReadOnlySpan<char> RenderAll(List<TextSpan> scratch)
    {
        var length = 0;
        for (var document = 0; document < Texts.Count; document++)
        {
            if (document > 0)
            {
                Joint.CopyTo(_buffer.AsSpan(length));
                length += Joint.Length;
            }

            scratch.Clear();
            Render(document, scratch);
            foreach (var slice in scratch)
            {
                slice.Of(Texts[document]).CopyTo(_buffer.AsSpan(length));
                length += slice.Length;
            }
        }

        return _buffer.AsSpan(0, length);
    }

    private static WordReason ReasonOf(Unit unit, bool chosen, bool kept, bool isBelowFloor) => (chosen, kept) switch
    {
        (true, false) => WordReason.Repeated,
        (false, true) => WordReason.Joined,
        (true, true) when !unit.IsFixed => WordReason.Kept,
        (true, true) => unit.Rule is ForceTokens.RuleName or ReservedDigits.RuleName ? WordReason.Forced : WordReason.Protected,
        _ when unit.IsTag => WordReason.Tag,
        _ when unit.IsFixed => WordReason.Repeated,
        _ => isBelowFloor ? WordReason.BelowFloor : WordReason.Dropped,
    };
}
