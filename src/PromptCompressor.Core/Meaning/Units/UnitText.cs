using PromptCompressor.Core.Meaning.Words;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Meaning.Units;

/// <summary>A text as the rules see it: each unit with its kind, the white space in front of it and what the tables know of it.</summary>
internal sealed class UnitText
{
    private readonly SelectableUnit[] _units;
    private readonly int[] _whole;
    private readonly int[] _affix;
    private readonly byte[] _lengths;
    private readonly Guard?[] _guards;

    public UnitText(string text, SelectableUnit[] units, Lexicon lexicon)
    {
        Text = text;
        _units = units;
        Lexicon = lexicon;
        Kinds = new UnitKind[units.Length];
        Gaps = new Gap[units.Length + 1];
        Roles = new Role[units.Length];
        _whole = new int[units.Length];
        _affix = new int[units.Length];
        _lengths = new byte[units.Length];
        _guards = new Guard?[units.Length];
        for (var i = 0; i < units.Length; i++)
        {
            Kinds[i] = UnitKinds.Of(units[i], units[i].Span.Of(text));
            Gaps[i] = i == 0 ? Gap.Paragraph : GapBetween(text, units[i - 1].Span, units[i].Span);
            Kinds[i] = Gaps[i] == Gap.None && Of(i) is ";" && IsGreek(LastChar(i - 1)) ? UnitKind.End : Kinds[i];
            (_whole[i], _affix[i]) = (-1, -1);
            if (Kinds[i] is UnitKind.Word or UnitKind.Number or UnitKind.Symbol)
            {
                (_whole[i], _affix[i]) = lexicon.Find(Of(i));
                Roles[i] = RolesAt(_whole[i]) | RolesAt(_affix[i]);
            }
        }

        Gaps[^1] = Gap.Paragraph;
        FindUnspaced();
        Lines = FindLines();
    }

    public string Text { get; }

    public int Count => _units.Length;

    public UnitKind[] Kinds { get; }

    /// <summary>In front of each unit, and at the end.</summary>
    public Gap[] Gaps { get; }

    /// <summary>The forms of words, and of expressions without spaces at the first of their units.</summary>
    public Role[] Roles { get; }

    /// <summary>Ranges of units. JSON and fences stand on lines of their own.</summary>
    public List<Range> Lines { get; }

    private Lexicon Lexicon { get; }

    public ref readonly SelectableUnit this[int i] => ref _units[i];

    public ReadOnlySpan<char> Of(int i) => _units[i].Span.Of(Text);

    /// <summary>What the tables say of it; null: nothing.</summary>
    public Entry? Whole(int i) => _whole[i] < 0 ? null : Lexicon.Entries[_whole[i]];

    /// <summary>What the tables say of its beginning or ending; null: nothing.</summary>
    public Entry? Affix(int i) => _affix[i] < 0 ? null : Lexicon.Entries[_affix[i]];

    /// <summary>Whether a unit is that word of the tables.</summary>
    public bool Is(int i, int entry) => _whole[i] == entry || _affix[i] == entry;

    /// <summary>Adds what words of a sentence are in the languages it may be in.</summary>
    public void AddLocalRoles(SentenceRange sentence, uint languages)
    {
        for (var i = sentence.Start; i < sentence.End; i++)
        {
            if (Whole(i) is { } entry && (entry.LocalLanguages & languages) != 0)
            {
                Roles[i] |= entry.LocalRoles;
            }
        }
    }

    /// <summary>How many units the expression at a unit has; 0 inside one.</summary>
    public int LengthAt(int i) => _lengths[i];

    /// <summary>What the expression without spaces at a unit governs; null: it is no guard.</summary>
    public Guard? UnspacedGuardAt(int i) => _guards[i];

    /// <summary>Whether a unit says something, and not only divides.</summary>
    public bool IsContent(int i) => Kinds[i] <= UnitKind.Symbol;

    /// <summary>Whether a unit is a word or a number.</summary>
    public bool IsWord(int i) => Kinds[i] <= UnitKind.Unspaced;

    public bool Has(int i, Role role) => (Roles[i] & role) != 0;

    public bool IsMark(int i) => Kinds[i] is >= UnitKind.Mark and <= UnitKind.Quote;

    public char FirstChar(int i) => Text[_units[i].Span.Start];

    public char LastChar(int i) => Text[_units[i].Span.End - 1];

    private static Gap GapBetween(string text, TextSpan left, TextSpan right)
    {
        var breaks = 0;
        for (var i = left.End; i < right.Start; i++)
        {
            breaks += text[i] is '\n' or '\u2028' or '\u2029' || (text[i] == '\r' && text[i + 1] != '\n') ? 1 : 0;
        }

        return breaks > 1 ? Gap.Paragraph
            : breaks == 1 || text[left.End - 1] is '\n' or '\r' ? Gap.Line
            : left.End < right.Start ? Gap.Space
            : Gap.None;
    }

    /// <summary>Greek asks with a semicolon.</summary>
    private static bool IsGreek(char c) => c is (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF');

    private Role RolesAt(int entry) => entry < 0 ? Role.None : Lexicon.Entries[entry].Roles;

    /// <summary>The longest expression wins, and the next one begins behind it.</summary>
    private void FindUnspaced()
    {
        var isInNumber = false;
        var isJapanese = Lexicon.HasKana(Text);
        var (languages, lineEnd) = (0u, 0);
        for (var i = 0; i < Count;)
        {
            var length = 1;
            isInNumber &= Gaps[i] == Gap.None;
            if (Kinds[i] == UnitKind.Unspaced && _units[i].Span.Start >= lineEnd)
            {
                (languages, lineEnd) = LanguagesOfLine(_units[i].Span.Start, isJapanese);
            }

            if (Kinds[i] == UnitKind.Unspaced && Lexicon.FindUnspaced(Text.AsSpan(_units[i].Span.Start), languages, isInNumber) is { } phrase)
            {
                var end = _units[i].Span.Start + phrase.Text.Length;
                var last = i;
                while (last + 1 < Count && _units[last].Span.End < end)
                {
                    last++;
                }

                if (_units[last].Span.End == end)
                {
                    length = last + 1 - i;
                    Roles[i] = phrase.Roles;
                    _guards[i] = phrase.GuardIn(languages);
                }
            }

            _lengths[i] = (byte)length;
            isInNumber = Has(i, Role.Number);
            i += length;
        }
    }

    private (uint Languages, int End) LanguagesOfLine(int start, bool isJapanese)
    {
        var length = Text.AsSpan(start).IndexOf('\n');
        var end = length < 0 ? Text.Length : start + length;
        return (Lexicon.LanguagesOf(Text.AsSpan(start..end), isJapanese), end);
    }

    private List<Range> FindLines()
    {
        var lines = new List<Range>();
        var start = 0;
        for (var i = 1; i <= Count; i++)
        {
            if (Gaps[i] >= Gap.Line || Kinds[i - 1] == UnitKind.Solid || Kinds[i] == UnitKind.Solid)
            {
                lines.Add(start..i);
                start = i;
            }
        }

        return lines;
    }
}
