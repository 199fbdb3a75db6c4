using PromptCompressor.Core.Meaning;
using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection;

/// <summary>The texts of one request and which of their units are kept so far.</summary>
internal sealed class SelectionState
{
    /// <summary>Between the contexts of one request, as LLMLingua joins them.</summary>
    private const string Joint = "\n\n";

    private readonly string _before;
    private readonly string _after;
    private readonly int[] _firstUnits;
    private readonly bool[] _chosen;
    private readonly bool[] _kept;
    private readonly bool[] _locked;
    private readonly bool[] _joined;
    private readonly bool[] _dropped;
    private readonly HashSet<UnitRef> _setAside = [];
    private readonly Bindings?[] _bindings;
    private readonly IReadOnlyList<JsonString>?[] _strings;
    private readonly int[]?[] _least;
    private readonly int[] _firstEqual;
    private readonly bool _dropConsecutive;
    private readonly char[] _buffer;

    /// <param name="texts">The contexts.</param>
    /// <param name="units">The units of each context.</param>
    /// <param name="dropConsecutive">Whether of equal force tokens in a row only the first stays.</param>
    /// <param name="before">Stands before the contexts.</param>
    /// <param name="after">Stands after them.</param>
    public SelectionState(IReadOnlyList<string> texts, IReadOnlyList<SelectableUnit[]> units, bool dropConsecutive, string? before = null, string? after = null)
    {
        _before = before ?? "";
        _after = after ?? "";
        Texts = texts;
        Units = units;
        _dropConsecutive = dropConsecutive;
        _bindings = new Bindings?[units.Count];
        _strings = new IReadOnlyList<JsonString>?[units.Count];
        _least = new int[]?[units.Count];
        _firstEqual = FirstEqual(texts);
        _firstUnits = new int[units.Count + 1];
        for (var i = 0; i < units.Count; i++)
        {
            _firstUnits[i + 1] = _firstUnits[i] + units[i].Length;
        }

        _chosen = new bool[_firstUnits[^1]];
        _kept = new bool[_firstUnits[^1]];
        _locked = new bool[_firstUnits[^1]];
        _joined = new bool[_firstUnits[^1]];
        _dropped = new bool[units.Count];
        var most = units.Sum(own => own.Length == 0 ? 0 : own[^1].Span.End - own[0].Span.Start);
        _buffer = new char[_before.Length + most + _after.Length + (Joint.Length * (texts.Count + 1))];
        for (var document = 0; document < units.Count; document++)
        {
            for (var i = 0; i < units[document].Length; i++)
            {
                _chosen[_firstUnits[document] + i] = units[document][i].IsFixed;
                _locked[_firstUnits[document] + i] = units[document][i].IsTag;
            }
        }
    }

    /// <summary>Whether a text with words may come to nothing, as a budget may want it.</summary>
    public bool MayBeBlank { get; set; }

    /// <summary>Whether to render what always stays and nothing else, so that it can be counted.</summary>
    public bool FixedOnly { get; set; }

    /// <summary>What each long string of JSON keeps at least, 0..1; a word in any case.</summary>
    public double StringShare { get; init; }

    public IReadOnlyList<string> Texts { get; }

    public IReadOnlyList<SelectableUnit[]> Units { get; }

    /// <summary>All texts that are not empty, with a blank line between them.</summary>
    public static string Join(IEnumerable<string> texts, string? before, string? after) =>
        string.Join(Joint, texts.Prepend(before).Append(after).Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>Some units of a document as a state of their own, under the same rules, to choose from them alone.</summary>
    public SelectionState Part(int document, Range units) => new([Texts[document]], [Units[document][units]], _dropConsecutive);

    public TextSpan SpanOf(UnitRef unit) => Units[unit.Document][unit.Index].Span;

    /// <summary>Notes that a unit is larger than what was left of the budget.</summary>
    public void SetAside(UnitRef unit) => _setAside.Add(unit);

    public void Choose(UnitRef unit, bool keep) => _chosen[_firstUnits[unit.Document] + unit.Index] = keep;

    /// <summary>Decides on a unit for good.</summary>
    /// <param name="unit">Which.</param>
    /// <param name="keep">Whether it is in the output.</param>
    /// <param name="isJoiner">Whether it is only to hold its neighbours apart.</param>
    public void Lock(UnitRef unit, bool keep, bool isJoiner = false)
    {
        Choose(unit, keep);
        _locked[_firstUnits[unit.Document] + unit.Index] = true;
        _joined[_firstUnits[unit.Document] + unit.Index] = isJoiner;
    }

    /// <summary>Decides on all units of a document: none is kept.</summary>
    public void Drop(int document)
    {
        _dropped[document] = true;
        for (var i = 0; i < Units[document].Length; i++)
        {
            Lock(new UnitRef(document, i), keep: false);
        }
    }

    public bool IsDropped(int document) => _dropped[document];

    public bool IsLocked(UnitRef unit) => _locked[_firstUnits[unit.Document] + unit.Index] || TwinOf(unit.Document) != unit.Document;

    /// <summary>Which units of a document are in the output, after the rules that look at neighbours; valid until the next change.</summary>
    public ReadOnlySpan<bool> KeptOf(int document)
    {
        var range = _firstUnits[document].._firstUnits[document + 1];
        var kept = _kept.AsSpan(range);
        ChosenOf(document).CopyTo(kept);
        if (!_dropped[document])
        {
            foreach (var unit in FixedOnly ? [] : _least[document] ??= JsonStrings.Least(Texts[document], Units[document], StringsOf(document), StringShare))
            {
                // A part with a rate of its own has decided already.
                kept[unit] |= !_locked[_firstUnits[document] + unit];
            }

            var bindings = _bindings[document] ??= Binder.Bind(Texts[document], Units[document]);
            bindings.Apply(Units[document], kept, MayBeBlank || FixedOnly);
        }

        if (_dropConsecutive)
        {
            ConsecutiveForceTokens.Drop(Texts[document], Units[document], kept);
        }

        WordGlue.Keep(Texts[document], Units[document], kept);
        return kept;
    }

    /// <summary>What becomes of the units of a document.</summary>
    /// <param name="document">Its index.</param>
    /// <param name="minProbability">The floor that units were chosen under, 0..1.</param>
    /// <param name="kept">What <see cref="KeptOf"/> gave.</param>
    /// <param name="decisions">Filled with one for each unit.</param>
    public void Explain(int document, double minProbability, ReadOnlySpan<bool> kept, Span<WordDecision> decisions)
    {
        var chosen = ChosenOf(document);
        var joined = _joined.AsSpan(_firstUnits[document], kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            var unit = Units[document][i];
            var reason = _dropped[document] && !unit.IsTag ? WordReason.ContextDropped : ReasonOf(unit, chosen[i] && !joined[i], kept[i], unit.Score.IsBelow(minProbability));
            decisions[i] = new WordDecision(unit, reason == WordReason.Dropped && _setAside.Contains(new UnitRef(TwinOf(document), i)) ? WordReason.TooLarge : reason);
        }
    }

    /// <summary>Writes a document.</summary>
    /// <param name="document">Its index.</param>
    /// <param name="kept">What <see cref="KeptOf"/> gave.</param>
    /// <param name="slices">Receives the slices; an empty one stands for <see cref="Renderer.Cut"/>.</param>
    public void Render(int document, ReadOnlySpan<bool> kept, List<TextSpan> slices) =>
        Renderer.Render(Texts[document], Units[document], kept, slices, StringsOf(document));

    /// <summary>What <see cref="Join"/> makes of all outputs; valid until the next call.</summary>
    public ReadOnlySpan<char> RenderAll(List<TextSpan> scratch)
    {
        var length = 0;
        Append(_before, isFirst: true);
        for (var document = 0; document < Texts.Count; document++)
        {
            scratch.Clear();
            Render(document, KeptOf(document), scratch);
            for (var i = 0; i < scratch.Count; i++)
            {
                Append(scratch[i].IsEmpty ? [Renderer.Cut] : scratch[i].Of(Texts[document]), isFirst: i == 0);
            }
        }

        Append(_after, isFirst: true);
        return _buffer.AsSpan(0, length);

        void Append(ReadOnlySpan<char> piece, bool isFirst)
        {
            if (isFirst && length > 0 && piece.Length > 0)
            {
                Joint.CopyTo(_buffer.AsSpan(length));
                length += Joint.Length;
            }

            piece.CopyTo(_buffer.AsSpan(length));
            length += piece.Length;
        }
    }

    /// <summary>The choices of the first of equal texts hold for all: a reader who sees two looks for what sets them apart.</summary>
    private ReadOnlySpan<bool> ChosenOf(int document) => _chosen.AsSpan(_firstUnits[TwinOf(document)], Units[document].Length);

    private IReadOnlyList<JsonString> StringsOf(int document) => _strings[document] ??= JsonStrings.Of(Texts[document], Units[document]);

    private int TwinOf(int document)
    {
        var first = _firstEqual[document];
        return _dropped[first] == _dropped[document] && Units[first].Length == Units[document].Length ? first : document;
    }

    private static int[] FirstEqual(IReadOnlyList<string> texts)
    {
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = new int[texts.Count];
        for (var i = 0; i < first.Length; i++)
        {
            firsts.TryAdd(texts[i], i);
            first[i] = firsts[texts[i]];
        }

        return first;
    }

    private static WordReason ReasonOf(SelectableUnit unit, bool chosen, bool kept, bool isBelowFloor) => (chosen, kept) switch
    {
        (true, false) => unit.IsFixed ? WordReason.Repeated : WordReason.Unneeded,
        (false, true) when !unit.IsFixed => WordReason.Joined,
        (true, true) when !unit.IsFixed => WordReason.Kept,
        (_, true) => unit.Rule is ForceTokens.RuleName or ReservedDigits.RuleName ? WordReason.Forced : WordReason.Protected,
        _ when unit.IsTag => WordReason.Tag,
        _ when unit.IsFixed => WordReason.Repeated,
        _ => isBelowFloor ? WordReason.BelowFloor : WordReason.Dropped,
    };
}
