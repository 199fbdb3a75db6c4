using System.Globalization;
using System.Net;
using System.Text;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// The text of a page that a reader sees: headings, paragraphs, lists, tables row by row, code as it is, links with
/// their addresses. Navigation, footers and side columns go where enough is left without them. A page whose tags do not
/// balance, or of which too little would be left, stays as it came.
/// </summary>
internal static class HtmlContent
{
    /// <summary>Characters of text that make a page without its navigation worth more than with it.</summary>
    private const int EnoughText = 200;

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas" };

    private static readonly HashSet<string> Frame = new(StringComparer.OrdinalIgnoreCase) { "nav", "footer", "aside" };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "del", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "img", "wbr", "button", "input",
    };

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase) { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr" };

    /// <summary>The text of a page, or the page.</summary>
    public static string MainText(string page)
    {
        var whole = new Reader(page, withFrame: true).Read();
        var main = new Reader(page, withFrame: false).Read();
        if (whole is null || main is null)
        {
            return page;
        }

        var chosen = main.Length >= EnoughText ? main : whole;
        return chosen.Length == 0 ? page : chosen;
    }

    private sealed class Reader(string page, bool withFrame)
    {
        private readonly StringBuilder _output = new();
        private readonly StringBuilder _line = new();
        private int _at;
        private int _hidden;
        private int _verbatim;
        private int _rows;
        private readonly Stack<TableCells> _tables = new();
        private readonly Stack<int> _lists = new(); // The number of the last item; -1 for lists without numbers.
        private string _hiding = "";
        private string? _link;
        private int _linkStart;
        private string _lead = "";
        private int _leftLinks;
        private long _signs;

        /// <summary>Cells that reach over many others would make a page longer than it is.</summary>
        private bool IsTooWide => _signs > page.Length;

        public string? Read()
        {
            while (_at < page.Length && !IsTooWide)
            {
                if (page[_at] != '<')
                {
                    var end = page.IndexOf('<', _at);
                    Text(page.AsSpan(_at, (end < 0 ? page.Length : end) - _at));
                    _at = end < 0 ? page.Length : end;
                }
                else if (string.CompareOrdinal(page, _at, "<!--", 0, 4) == 0)
                {
                    var end = page.IndexOf("-->", _at + 4, StringComparison.Ordinal);
                    _at = end < 0 ? page.Length : end + 3;
                }
                else if (!Tag())
                {
                    return null;
                }
            }

            Break();
            if (_leftLinks > 0)
            {
                _output.Append(OmissionMark.Omitted(_leftLinks, "navigation link", "navigation links")).Append('\n');
            }

            return _hidden == 0 && !IsTooWide ? _output.ToString().TrimEnd('\n') : null;
        }

        private bool Tag()
        {
            var at = _at + 1;
            var closes = at < page.Length && page[at] == '/';
            at += closes ? 1 : 0;
            var nameStart = at;
            while (at < page.Length && (char.IsAsciiLetterOrDigit(page[at]) || page[at] is '-' or ':'))
            {
                at++;
            }

            var name = page[nameStart..at];
            if (name.Length == 0)
            {
                if (at < page.Length && page[at] is '!' or '?')
                {
                    var end = page.IndexOf('>', at);
                    _at = end < 0 ? page.Length : end + 1;
                    return true;
                }

                Text("<");
                _at++;
                return true;
            }

            var attributes = HtmlAttributes.Read(page, ref at, out var selfClosing);
            if (attributes is null)
            {
                return false;
            }

            _at = at;
            if (closes)
            {
                Close(name);
            }
            else
            {
                Open(name, attributes, selfClosing || Void.Contains(name));
            }

            return true;
        }

        private void Open(string name, Dictionary<string, string> attributes, bool empty)
        {
            if (IsRaw(name) && !empty)
            {
                var end = page.IndexOf("</" + name, _at, StringComparison.OrdinalIgnoreCase);
                _at = end < 0 ? page.Length : end;
                if (end < 0)
                {
                    return;
                }
            }

            if (_hidden > 0)
            {
                _leftLinks += name is "a" or "A" && Frame.Contains(_hiding) ? 1 : 0;
                _hidden += empty || !name.Equals(_hiding, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
                return;
            }

            if (!empty && (IsHiding(name) || IsInvisible(attributes)))
            {
                Break();
                (_hidden, _hiding) = (1, name);
                return;
            }

            switch (name.ToLowerInvariant())
            {
                case "br":
                    Part();
                    return;
                case "td" or "th":
                    Cell(attributes);
                    return;
                case "table":
                    _tables.Push(new TableCells());
                    break;
                case "tr":
                    Break();
                    _rows++;
                    CellsOf().BeginRow();
                    return;
                case "sup" when _line.Length > 0 && char.IsLetterOrDigit(_line[^1]) && _at < page.Length && char.IsAsciiDigit(page[_at]):
                    Text("^");
                    return;
                case "s" or "strike" or "del":
                    Text("~~");
                    return;
                case "select" when FormFields.NameOf(attributes) is { } choice:
                    Part();
                    Text(choice + ":");
                    return;
                case "option":
                    Part();
                    Text(attributes.ContainsKey("selected") ? "(•) " : "( ) ");
                    return;
                case "input":
                    Text(FormFields.OfInput(attributes));
                    return;
                case "textarea":
                    Part();
                    Text(FormFields.NameOf(attributes) is { } field ? field + ": " : "");
                    return;
                case "ol":
                    _lists.Push(int.TryParse(attributes.GetValueOrDefault("start"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var start) ? start - 1 : 0);
                    break;
                case "ul":
                    _lists.Push(-1);
                    break;
                case "pre":
                    Break();
                    _verbatim++;
                    return;
                case "a":
                    _link = attributes.GetValueOrDefault("href");
                    _linkStart = _line.Length;
                    return;
                case "img":
                    if (attributes.GetValueOrDefault("alt") is { Length: > 0 } alt)
                    {
                        Text(alt);
                    }

                    return;
                case "li":
                    Break();
                    _lead = Item();
                    return;
                case ['h', >= '1' and <= '6']:
                    Break();
                    _lead = new string('#', name[1] - '0') + " ";
                    return;
            }

            if (!Inline.Contains(name) && _rows == 0)
            {
                Break();
            }
        }

        private void Close(string name)
        {
            if (_hidden > 0)
            {
                _hidden -= name.Equals(_hiding, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
                return;
            }

            switch (name.ToLowerInvariant())
            {
                case "a":
                    // The address is what the next call needs; a place on the same page is not.
                    if (_link is { Length: > 0 } link && link[0] != '#' && _line.Length > _linkStart && !_line.ToString(_linkStart, _line.Length - _linkStart).Contains(link, StringComparison.Ordinal))
                    {
                        _line.Append(" (").Append(WebUtility.HtmlDecode(link)).Append(')');
                    }

                    _link = null;
                    return;
                case "td" or "th":
                    Text(" ");
                    return;
                case "tr":
                    _rows = Math.Max(0, _rows - 1);
                    Separate(CellsOf().EndRow());
                    Break();
                    return;
                case "table":
                    _tables.TryPop(out _);
                    break;
                case "s" or "strike" or "del":
                    Text("~~");
                    return;
                case "ol" or "ul":
                    _lists.TryPop(out _);
                    break;
                case "pre":
                    Break();
                    _verbatim = Math.Max(0, _verbatim - 1);
                    return;
            }

            if (!Inline.Contains(name) && _rows == 0)
            {
                Break();
            }
        }

        private TableCells CellsOf()
        {
            if (_tables.Count == 0)
            {
                _tables.Push(new TableCells());
            }

            return _tables.Peek();
        }

        private void Cell(Dictionary<string, string> attributes)
        {
            Separate(CellsOf().Add(Number("colspan"), Number("rowspan")));

            int Number(string name) => int.TryParse(attributes.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 1000) : 1;
        }

        /// <summary>The signs between a cell and the one before it: one, and one for each cell between that is empty or covered by another.</summary>
        private void Separate(int cells)
        {
            _signs += cells;
            for (var i = 0; i < cells && !IsTooWide; i++)
            {
                _line.Append(_line.Length > 0 && _line[^1] != ' ' ? " | " : "| ");
            }
        }

        /// <summary>The sign or the number of an item, as far in as its list is deep.</summary>
        private string Item()
        {
            var sign = "- ";
            if (_lists.TryPop(out var number))
            {
                _lists.Push(number < 0 ? number : number + 1);
                sign = number < 0 ? sign : string.Create(CultureInfo.InvariantCulture, $"{number + 1}. ");
            }

            return new string(' ', 2 * Math.Max(0, _lists.Count - 1)) + sign;
        }

        private static bool IsInvisible(Dictionary<string, string> attributes) =>
            attributes.ContainsKey("hidden") || attributes.GetValueOrDefault("style")?.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase) == true;

        private bool IsHiding(string name) => Unseen.Contains(name) || (!withFrame && Frame.Contains(name));

        private static bool IsRaw(string name) => name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase);

        private void Text(ReadOnlySpan<char> raw)
        {
            if (_hidden > 0)
            {
                return;
            }

            var text = WebUtility.HtmlDecode(raw.ToString());
            if (_verbatim > 0)
            {
                _line.Append(text);
                return;
            }

            foreach (var c in text)
            {
                if (!char.IsWhiteSpace(c))
                {
                    _line.Append(c);
                }
                else if (_line.Length > 0 && _line[^1] != ' ')
                {
                    _line.Append(' ');
                }
            }
        }

        /// <summary>Ends the line, or in a row of a table the word.</summary>
        private void Part()
        {
            if (_rows > 0)
            {
                Text(" ");
            }
            else
            {
                Break();
            }
        }

        private void Break()
        {
            var text = _verbatim > 0 ? _line.ToString().Trim('\n') : _line.ToString().Trim();
            if (text.Length > 0)
            {
                _output.Append(_lead).Append(text).Append('\n');
                _lead = "";
            }

            _line.Clear();
            _linkStart = 0;
        }
    }
}
