using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Json;

/// <summary>JSON and JSON Lines: minified from the bytes, arrays of like objects as tables, then whole elements of long arrays.</summary>
internal sealed class JsonContent : IRecordDocument
{
    /// <summary>Arrays shorter than this are answers, not data: they stay whole.</summary>
    private const int FewestElements = 8;

    private const int FewestScalars = 60;
    private const double TableSaves = 0.85;

    private readonly string _text;
    private readonly JsonTree _tree;
    private readonly bool _lines;
    private readonly bool _reshape;
    private readonly EmbeddedText _embedded;
    private readonly Func<EmbeddedText>? _shorter;
    private readonly Dictionary<int, JsonTable?> _tables = [];
    private readonly Dictionary<int, (StringBuilder Text, bool IsTable)> _written = [];
    private readonly Dictionary<int, int> _firstRecord = [];
    private readonly List<ContentRecord> _records = [];
    private readonly HashSet<string> _methods = [];
    private readonly StringBuilder _output = new();

    private JsonContent(string text, JsonTree tree, bool lines, ContentOptions options, EmbeddedText embedded, Func<EmbeddedText>? shorter)
    {
        _text = text;
        _tree = tree;
        _lines = lines;
        _reshape = options.Reshape;
        _embedded = embedded;
        _shorter = shorter;
        Find(0, options);
    }

    /// <summary>The same document with other text in its strings.</summary>
    private JsonContent(JsonContent of, EmbeddedText embedded) =>
        (_text, _tree, _lines, _reshape, _tables, _firstRecord, _records, _embedded) = (of._text, of._tree, of._lines, of._reshape, of._tables, of._firstRecord, of._records, embedded);

    public IReadOnlyList<ContentRecord> Records => _records;

    public IReadOnlyList<string> LosslessMethods => [.. _methods];

    public string? Whole => Render([.. Enumerable.Repeat(true, _records.Count)]);

    public string OmissionMethod => "json_rows";

    public bool IsLossless => _embedded.IsLossless;

    /// <param name="shorten">Shortens text inside a string, with or without cuts in its prose, and says whether it lost anything.</param>
    /// <param name="blobs">Whether blobs in strings may go.</param>
    public static JsonContent? Of(string text, ContentKind kind, ContentOptions options, Func<string, bool, (string Text, bool Lossless)> shorten, bool blobs)
    {
        var lines = kind == ContentKind.JsonLines;
        var tree = lines ? JsonTree.ParseMany(text) : JsonTree.Parse(text);
        if (tree is null || (!lines && IsReduced(tree, 0)))
        {
            return null;
        }

        return new JsonContent(text, tree, lines, options, Embedded(options.CutProse), options.CutProse ? null : () => Embedded(cutsProse: true));

        EmbeddedText Embedded(bool cutsProse) => EmbeddedText.Of(tree, inner => shorten(inner, cutsProse), blobs, cutsProse);
    }

    /// <summary>The document without some sentences of the long texts in its strings.</summary>
    public IRecordDocument? WithShorterText() => _shorter?.Invoke() is { Count: > 0 } shorter ? new JsonContent(this, shorter) : null;

    public string Render(bool[] keep)
    {
        _methods.Clear();
        _written.Clear();
        var output = _output.Clear();
        var lead = _text.Length - _text.AsSpan().TrimStart().Length;
        var trail = _text.AsSpan().TrimEnd().Length;
        output.Append(_text.AsSpan(0, lead));
        WriteValue(0, output, keep);

        output.Append(_text.AsSpan(trail));
        if (_embedded.Count > 0)
        {
            _methods.Add("embedded_text");
        }

        if (_methods.Count == 0 && output.Length < _text.Length)
        {
            _methods.Add("json_minified");
        }

        return output.ToString();
    }

    /// <summary>Whether the document is the output of this method: it must not change again.</summary>
    private static bool IsReduced(JsonTree tree, int node)
    {
        if (JsonTable.IsTable(tree, node))
        {
            return true;
        }

        foreach (var child in tree.ChildrenOf(node))
        {
            if (tree.Key(child).Contains(OmissionMark.JsonMember, StringComparison.Ordinal)
                || (tree.Nodes[child].Type is JsonType.Object or JsonType.Array && IsReduced(tree, child)))
            {
                return true;
            }
        }

        return false;
    }

    private void Find(int node, ContentOptions options)
    {
        var of = _tree.Nodes[node];
        if (of.Type == JsonType.Array && of.Count >= JsonTable.FewestRows)
        {
            var elements = _tree.ChildrenOf(node).ToArray();
            var objects = elements.All(e => _tree.Nodes[e].Type == JsonType.Object);
            if (objects)
            {
                _tables[node] = JsonTable.Of(_tree, node);
            }

            if (objects && of.Count >= FewestElements)
            {
                _firstRecord[node] = _records.Count;
                _records.AddRange(ElementScores.OfObjects(_tree, _tables[node], elements, options));
                return;
            }

            if (of.Count >= FewestScalars && elements.All(e => _tree.Nodes[e].Type == JsonType.Number))
            {
                _firstRecord[node] = _records.Count;
                _records.AddRange(ElementScores.OfNumbers(_tree, elements));
                return;
            }
        }

        foreach (var child in _tree.ChildrenOf(node))
        {
            Find(child, options);
        }
    }

    private ReadOnlySpan<bool> KeepOf(int node, bool[] keep)
    {
        if (_firstRecord.TryGetValue(node, out var first))
        {
            return keep.AsSpan(first, _tree.Nodes[node].Count);
        }

        var all = new bool[_tree.Nodes[node].Count];
        Array.Fill(all, true);
        return all;
    }

    private void WriteValue(int node, StringBuilder output, bool[] keep)
    {
        var of = _tree.Nodes[node];
        switch (of.Type)
        {
            case JsonType.Array when _reshape && _tables.GetValueOrDefault(node) is { } table:
                var (text, isTable) = Shorter(node, table, keep);
                output.Append(text);
                if (isTable)
                {
                    _methods.Add("json_table");
                }

                break;
            case JsonType.Array:
                WriteElements(node, output, keep);
                break;
            case JsonType.Object:
                output.Append('{');
                var member = node + 1;
                for (var i = 0; i < of.Count; i++)
                {
                    output.Append(i == 0 ? "" : ",").Append(_tree.Key(member)).Append(':');
                    WriteValue(member, output, keep);
                    member = _tree.Nodes[member].Next;
                }

                output.Append('}');
                break;
            case JsonType.String when _embedded.TryGet(node, out var shorter):
                output.Append(shorter);
                break;
            default:
                output.Append(_tree.Raw(node));
                break;
        }
    }

    /// <summary>An array by its elements, or the lines of JSON Lines, with a count where some are left out.</summary>
    private void WriteElements(int node, StringBuilder output, bool[] keep)
    {
        var isLines = _lines && node == 0;
        var separator = isLines ? '\n' : ',';
        var kept = KeepOf(node, keep);
        var (left, element, first) = (0, node + 1, true);
        output.Append(isLines ? "" : "[");
        foreach (var keeps in kept)
        {
            if (keeps)
            {
                Gap();
                Separate();
                WriteValue(element, output, keep);
            }
            else
            {
                left++;
            }

            element = _tree.Nodes[element].Next;
        }

        Gap();
        output.Append(isLines ? "" : "]");

        void Gap()
        {
            if (left > 0)
            {
                Separate();
                output.Append(isLines ? OmissionMark.Omitted(left, "record", "records") : string.Create(CultureInfo.InvariantCulture, $"{{\"{OmissionMark.JsonMember}\":{left}}}"));
                left = 0;
            }
        }

        void Separate()
        {
            if (!first)
            {
                output.Append(separator);
            }

            first = false;
        }
    }

    /// <summary>An array of like objects as a table, if that is smaller by a good part. Written once a rendering.</summary>
    private (StringBuilder Text, bool IsTable) Shorter(int node, JsonTable table, bool[] keep)
    {
        if (!_written.TryGetValue(node, out var written))
        {
            var (asTable, asArray) = (new StringBuilder(), new StringBuilder());
            table.Write(asTable, KeepOf(node, keep), (cell, to) => WriteValue(cell, to, keep), _lines ? "" : "\n");
            WriteElements(node, asArray, keep);
            written = asTable.Length <= TableSaves * asArray.Length ? (asTable, true) : (asArray, false);
            _written[node] = written;
        }

        return written;
    }
}
